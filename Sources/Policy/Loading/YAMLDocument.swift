import Yams

/// Turns a document's text into YAML nodes, within limits.
enum YAMLDocument {
    /// Yams compares keys when it looks for duplicates, and goes through aliases for that. With so few of them a
    /// document can't be made that takes it long. Without an anchor there is nothing that they could stand for.
    private static let maxAliases = 24

    /// - Returns: the root, which holds no anchor and no alias.
    static func root(of source: DocumentSource) throws(PolicyLoadError) -> Node {
        guard count("&", source.bytes) == 0 || count("*", source.bytes) <= maxAliases else {
            throw PolicyLoadError([source.problem("anchors and aliases (&, *) are not supported", at: nil)])
        }
        do {
            let parser = try Parser(yaml: source.text, encoding: .utf8)
            // Nodes know their anchors only as long as their parser lives.
            return try withExtendedLifetime(parser) { try plainRoot(of: parser, source) }
        } catch let error as PolicyLoadError {
            throw error
        } catch let error as YamlError {
            throw PolicyLoadError([problem(error, in: source)])
        } catch {
            throw PolicyLoadError([source.problem("the file can't be read as YAML", at: nil)])
        }
    }

    private static func plainRoot(of parser: Parser, _ source: DocumentSource) throws -> Node {
        guard let root = try parser.singleRoot() else {
            let hint = "expected version, event, default and rules"
            throw PolicyLoadError([source.problem("the document is empty", at: nil, hint: hint)])
        }
        if let anchor = firstAnchor(in: root) {
            throw PolicyLoadError([source.problem("anchors and aliases (&, *) are not supported", at: anchor.place)])
        }
        if let tagged = firstTag(in: root) {
            throw PolicyLoadError([
                source.problem("tags (!) are not supported", at: tagged.place, hint: quotingHint)
            ])
        }
        return root
    }

    /// What begins a tag, an anchor or an alias may be meant as the text of a condition.
    private static let quotingHint =
        "text that begins with !, & or * has to be quoted, such as when: \"!signals.network.vpn\""

    /// The place of the first node whose type isn't what it looks like.
    private static func firstTag(in node: Node) -> Mark? {
        guard plainTags.contains(node.tag.description) else { return node.mark }
        switch node {
        case .mapping(let mapping):
            for (key, value) in mapping {
                if let mark = firstTag(in: key) ?? firstTag(in: value) { return mark }
            }
        case .sequence(let sequence):
            for element in sequence {
                if let mark = firstTag(in: element) { return mark }
            }
        case .scalar, .alias: break
        }
        return nil
    }

    /// What nodes are that have no tag.
    private static let plainTags = Set(
        ([.implicit, .str, .seq, .map, .bool, .int, .float, .null, .timestamp, .merge, .value] as [Tag.Name])
            .map(\.rawValue))

    /// Places where an anchor (`&`) or an alias (`*`) may stand: before a name, and not within one. In texts and comments
    /// they count too, so that no way of writing one goes by.
    private static func count(_ mark: Unicode.Scalar, _ bytes: [UInt8]) -> Int {
        let mark = UInt8(ascii: mark)
        var count = 0
        var previous = UInt8(ascii: "\n")
        for (index, byte) in bytes.enumerated() {
            if byte == mark, previous != mark, !isName(previous), index + 1 < bytes.count, isName(bytes[index + 1]) {
                count += 1
            }
            previous = byte
        }
        return count
    }

    private static func isName(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x5F || byte == 0x2D
    }

    /// An alias stands for a node that was anchored before it. So the first anchor in the order of the document is met
    /// before any alias, and nothing is gone through twice.
    private static func firstAnchor(in node: Node) -> Mark? {
        if node.anchor != nil { return node.mark }
        switch node {
        case .mapping(let mapping):
            for (key, value) in mapping {
                if let mark = firstAnchor(in: key) ?? firstAnchor(in: value) { return mark }
            }
        case .sequence(let sequence):
            for element in sequence {
                if let mark = firstAnchor(in: element) { return mark }
            }
        case .scalar, .alias: break
        }
        return nil
    }

    private static func place(ofCharacter offset: Int, in text: String) -> Place {
        let before = text.prefix(offset)
        let lines = before.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        return Place(line: lines.count, column: (lines.last?.unicodeScalars.count ?? 0) + 1)
    }

    /// What may be done about a mistake that the parser found at a place.
    private static func hint(_ context: YamlError.Context?, _ place: Place, _ source: DocumentSource) -> String? {
        if let line = source.lines.dropFirst(max(1, place.line) - 1).first,
            line.dropFirst(max(1, place.column) - 1).first == "\t"
        {
            return "YAML takes no tabs for indentation, only spaces"
        }
        let marks = ["a tag", "an anchor", "an alias"]
        return marks.contains { context?.text.contains("scanning \($0)") == true } ? quotingHint : nil
    }

    private static func problem(_ error: YamlError, in source: DocumentSource) -> PolicyProblem {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let text = [context?.text, problem].compactMap { $0 }.joined(separator: ", ")
            return source.problem("this is not YAML: \(text)", at: mark.place, hint: hint(context, mark.place, source))
        case .duplicatedKeysInMapping(let duplicates, let context):
            return source.problem(
                "the key '\(duplicates.first ?? "")' is there twice", at: context.mark.place, hint: "each key once")
        case .reader(let problem, let offset, _, _):
            return source.problem(
                "this is not YAML: \(problem)", at: offset.map { place(ofCharacter: $0, in: source.text) })
        default:
            return source.problem("this is not YAML", at: nil)
        }
    }
}
