import CEL
import Foundation
import Yams

extension DocumentReader {
    static let listKeys = ["type", "entries", "file"]
    /// The variable that has the time of the decision.
    private static let clock = "now"

    /// The variable `lists`, a record of lists that don't change, and one for each list whose entries end or are blocks
    /// of addresses.
    mutating func lists(_ node: Node?) -> [Variable] {
        var lists: [ListDefinition] = []
        if let node { lists = definitions(ofLists: node) }
        for name in replacedLists.keys.sorted() where !lists.contains(where: { $0.name == name }) {
            problems.add("there is no list '\(name.prefix(64))', for which the tests have entries", at: node?.place)
        }
        let constants = lists.map { (list: $0, value: $0.constant) }
        let fields = constants.filter { $0.value != nil }
        let type = RecordType("lists", fields.map { RecordType.Field($0.list.name, .list(.string)) })
        var record = Record(type)
        for field in fields { record[field.list.name] = field.value }
        return [Variable("lists", .record(type), constant: .record(record))]
            + constants.filter { $0.value == nil }.map { $0.list.variable(clock: Self.clock) }
    }

    private mutating func definitions(ofLists node: Node) -> [ListDefinition] {
        guard case .mapping(let mapping) = node else {
            problems.add("lists has to be a mapping", at: node.place, hint: "such as lists: { trusted: [a, b] }")
            return []
        }
        guard mapping.count <= limits.maxLists else {
            problems.add("there are more than \(limits.maxLists) lists", at: node.place)
            return []
        }
        var lists: [ListDefinition] = []
        for (key, value) in mapping {
            guard let name = listName(key) else { continue }
            let list = list(value, name)
            if looksForWarnings { warn(about: list, at: key.place) }
            lists.append(list)
        }
        return lists
    }

    private mutating func warn(about list: ListDefinition, at place: Place?) {
        let now = Timestamp(Date())
        if list.entries.isEmpty {
            warnings.append(source.problem("the list '\(list.name)' has no entries", at: place))
        } else if list.entries.allSatisfy({ $0.until.map { $0 <= now } ?? false }) {
            warnings.append(source.problem("all entries of the list '\(list.name)' have ended", at: place))
        }
        for case .text(let text) in list.entries.lazy.map(\.content) where text.contains("/") && CIDRBlock(text) != nil
        {
            warnings.append(
                source.problem(
                    "the list '\(list.name)' has '\(text.prefix(64))' as a text, which no address is equal to",
                    at: place,
                    hint: "type: cidr makes it a block of addresses"))
            break
        }
    }

    /// A name that conditions can write after `lists.`.
    private mutating func listName(_ node: Node) -> String? {
        guard let name = problems.text(node, "a list's name") else { return nil }
        let isIdentifier = name.utf8.allSatisfy {
            (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || $0 == 0x5F
        }
        let startsWell = name.utf8.first.map { !(0x30...0x39).contains($0) } ?? false
        if isIdentifier, startsWell, name.utf8.count <= 64 { return name }
        problems.add(
            "a list can't be named '\(name.prefix(64))'", at: node.place, hint: "1 to 64 letters, digits and _")
        return nil
    }

    /// A list that can't be read is empty, so that its users aren't reported as well.
    private mutating func list(_ node: Node, _ name: String) -> ListDefinition {
        var kind = ListEntry.Kind.text
        var entries: [ListEntry] = []
        switch node {
        case .sequence where replacedLists[name] == nil: entries = inline(node, name, kind)
        case .sequence: break
        case .mapping:
            guard let fields = YAMLFields(node, "lists.\(name)", keys: Self.listKeys, problems: &problems) else {
                break
            }
            kind = fields["type"].flatMap { problems.word($0, "lists.\(name).type", as: ListEntry.Kind.self) } ?? .text
            entries = self.entries(fields, name, kind, at: node.place)
        default:
            problems.add(
                "lists.\(name) has to be a list or a file", at: node.place,
                hint: "[a, b] or { file: lists/\(name).txt }")
        }
        if let replaced = replacedLists[name] { entries = parse(replaced.map { ($0, node.place) }, name, kind) }
        return ListDefinition(name: name, kind: kind, entries: entries)
    }

    private mutating func entries(
        _ fields: YAMLFields, _ name: String, _ kind: ListEntry.Kind, at place: Place?
    ) -> [ListEntry] {
        switch (fields["entries"], fields["file"]) {
        case _ where replacedLists[name] != nil: return []
        case (let entries?, nil): return inline(entries, name, kind)
        case (nil, let file?): return fileEntries(file, name, kind)
        default:
            problems.add("lists.\(name) has either 'entries' or 'file'", at: place)
            return []
        }
    }

    private mutating func inline(_ node: Node, _ name: String, _ kind: ListEntry.Kind) -> [ListEntry] {
        let nodes = problems.elements(node, "lists.\(name)", max: limits.maxListEntries)
        return parse(
            nodes.compactMap { node in
                problems.text(node, "an entry of lists.\(name)").map { ($0, node.place) }
            }, name, kind)
    }

    private mutating func parse(
        _ texts: [(text: String, place: Place?)], _ name: String, _ kind: ListEntry.Kind
    ) -> [ListEntry] {
        var entries: [ListEntry] = []
        entries.reserveCapacity(texts.count)
        for (text, place) in texts {
            do throws(ListEntryError) {
                entries.append(try ListEntry(text, kind))
            } catch {
                let message = "an entry of lists.\(name): \(error.message)"
                addQuoting(source.problem(message, at: place, hint: error.hint))
            }
        }
        return entries
    }

    private mutating func fileEntries(_ node: Node, _ name: String, _ kind: ListEntry.Kind) -> [ListEntry] {
        guard let file = problems.text(node, "lists.\(name).file") else { return [] }
        let path = source.path(of: file)
        let bytes: [UInt8]
        do throws(PolicyFileError) {
            bytes = try files.read(path, maxBytes: limits.maxListBytes)
        } catch {
            problems.add("lists.\(name) can't be read from \(path): \(error)", at: node.place)
            return []
        }
        digest.add(list: name, bytes)
        fileDigests.lists.append((name, PolicyDigest.text(of: bytes)))
        do throws(ListFileError) {
            return try ListFile.entries(of: bytes, kind: kind, maxEntries: limits.maxListEntries)
        } catch {
            addQuoting(PolicyProblem(file: path, line: error.line, message: error.message, hint: error.hint))
            return []
        }
    }

    /// Reports what is wrong with a list's entry, and that it may quote it.
    private mutating func addQuoting(_ problem: PolicyProblem) {
        var problem = problem
        problem.quotesListEntry = true
        problems.add(problem)
    }
}
