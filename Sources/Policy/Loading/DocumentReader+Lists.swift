import CEL
import Yams

extension DocumentReader {
    /// The variable `lists`: a record of lists of text that doesn't change.
    mutating func lists(_ node: Node?) -> Variable {
        var lists: [(name: String, entries: [String])] = []
        if let node { lists = entries(ofLists: node) }
        for name in replacedLists.keys.sorted() where !lists.contains(where: { $0.name == name }) {
            problems.add("there is no list '\(name.prefix(64))', for which the tests have entries", at: node?.place)
        }
        let type = RecordType("lists", lists.map { RecordType.Field($0.name, .list(.string)) })
        var record = Record(type)
        for list in lists { record[list.name] = .list(list.entries.map(Value.string)) }
        return Variable("lists", .record(type), constant: .record(record))
    }

    private mutating func entries(ofLists node: Node) -> [(name: String, entries: [String])] {
        guard case .mapping(let mapping) = node else {
            problems.add("lists has to be a mapping", at: node.place, hint: "such as lists: { trusted: [a, b] }")
            return []
        }
        guard mapping.count <= limits.maxLists else {
            problems.add("there are more than \(limits.maxLists) lists", at: node.place)
            return []
        }
        var lists: [(name: String, entries: [String])] = []
        for (key, value) in mapping {
            guard let name = listName(key) else { continue }
            // A list that can't be read is declared all the same, so that its users aren't reported as well.
            let entries = replacedLists[name] ?? list(value, name) ?? []
            if entries.isEmpty { warnings.append(source.problem("the list '\(name)' has no entries", at: key.place)) }
            lists.append((name, entries))
        }
        return lists
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

    private mutating func list(_ node: Node, _ name: String) -> [String]? {
        switch node {
        case .sequence:
            return problems.elements(node, "lists.\(name)", max: limits.maxListEntries).compactMap {
                problems.text($0, "an entry of lists.\(name)")
            }
        case .mapping:
            guard let fields = YAMLFields(node, "lists.\(name)", keys: ["file"], problems: &problems),
                let file = fields.required("file", problems: &problems)
            else { return nil }
            return fileEntries(file, name)
        default:
            problems.add(
                "lists.\(name) has to be a list or a file", at: node.place,
                hint: "[a, b] or { file: lists/\(name).txt }")
            return nil
        }
    }

    private mutating func fileEntries(_ node: Node, _ name: String) -> [String]? {
        guard let file = problems.text(node, "lists.\(name).file") else { return nil }
        let path = source.path(of: file)
        let bytes: [UInt8]
        do throws(PolicyFileError) {
            bytes = try PolicyFile.read(path, maxBytes: limits.maxListBytes)
        } catch {
            problems.add("lists.\(name) can't be read from \(path): \(error)", at: node.place)
            return nil
        }
        digest.add(list: name, bytes)
        do throws(ListFileError) {
            return try ListFile.entries(of: bytes, maxEntries: limits.maxListEntries)
        } catch {
            problems.add(PolicyProblem(file: path, line: error.line, message: error.message))
            return nil
        }
    }
}
