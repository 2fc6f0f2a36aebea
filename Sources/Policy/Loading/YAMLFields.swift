import CEL
import Yams

/// The entries of a mapping whose keys are known beforehand.
struct YAMLFields {
    private let values: [String: Node]
    /// Keys that are there without a value, which has been noted.
    private let empty: Set<String>
    private let place: Place?
    private let what: String

    /// Notes what isn't a mapping and which keys aren't allowed.
    ///
    /// - Parameters:
    ///   - what: for messages, such as `a rule`.
    ///   - optional: the keys whose value may be left empty, since only comments may be below them.
    init?(
        _ node: Node, _ what: String, keys: [String], optional: Set<String> = [], problems: inout DocumentProblems
    ) {
        guard case .mapping(let mapping) = node else {
            problems.add("\(what) has to be a mapping", at: node.place, hint: "with \(keys.joined(separator: ", "))")
            return nil
        }
        var values: [String: Node] = [:]
        var empty: Set<String> = []
        for (key, value) in mapping {
            guard case .scalar(let scalar) = key, keys.contains(scalar.string) else {
                let name = key.scalar?.string ?? ""
                problems.add(
                    "unknown key '\(name.prefix(64))' in \(what)", at: key.place,
                    hint: NearestName.hint(for: name, among: keys, few: 16))
                continue
            }
            guard !value.isEmptyScalar else {
                empty.insert(scalar.string)
                if !optional.contains(scalar.string) {
                    problems.add("'\(scalar.string)' has no value", at: key.place)
                }
                continue
            }
            values[scalar.string] = value
        }
        self.values = values
        self.empty = empty
        place = node.place
        self.what = what
    }

    /// The value of a key, if it has one.
    subscript(key: String) -> Node? { values[key] }

    /// The value of a key; notes it when the key isn't there.
    func required(_ key: String, hint: String? = nil, problems: inout DocumentProblems) -> Node? {
        if values[key] == nil, !empty.contains(key) { problems.add("\(what) has no '\(key)'", at: place, hint: hint) }
        return values[key]
    }
}

extension Node {
    /// A key without a value, or `~`.
    var isEmptyScalar: Bool {
        guard case .scalar(let scalar) = self, scalar.style == .plain else { return false }
        return scalar.string.isEmpty || scalar.string == "~" || scalar.string == "null"
    }
}

/// Collects the mistakes of one document.
struct DocumentProblems {
    let source: DocumentSource
    private(set) var all: [PolicyProblem] = []

    init(_ source: DocumentSource) { self.source = source }

    mutating func add(_ message: String, at place: Place?, hint: String? = nil) {
        all.append(source.problem(message, at: place, hint: hint))
    }

    mutating func add(_ problem: PolicyProblem) { all.append(problem) }

    // MARK: Scalars

    /// The text of a scalar, whatever it looks like: `NO` is a country here, not a falsehood.
    mutating func text(_ node: Node, _ what: String) -> String? {
        guard case .scalar(let scalar) = node else {
            add("\(what) has to be text", at: node.place)
            return nil
        }
        return scalar.string
    }

    /// One of some words.
    mutating func word<T: RawRepresentable & CaseIterable>(
        _ node: Node, _ what: String, as type: T.Type
    ) -> T? where T.RawValue == String {
        guard let text = text(node, what) else { return nil }
        if let value = T(rawValue: text) { return value }
        let allowed = T.allCases.map(\.rawValue)
        add(
            "\(what) can't be '\(text.prefix(64))'", at: node.place,
            hint: "allowed: \(allowed.joined(separator: ", "))")
        return nil
    }

    mutating func flag(_ node: Node, _ what: String) -> Bool? {
        guard let text = text(node, what) else { return nil }
        if text == "true" || text == "false" { return text == "true" }
        add("\(what) can't be '\(text.prefix(64))'", at: node.place, hint: "allowed: true, false")
        return nil
    }

    mutating func integer(_ node: Node, _ what: String, in range: ClosedRange<Int>) -> Int? {
        guard let text = text(node, what) else { return nil }
        if let number = Int(text), range.contains(number) { return number }
        add(
            "\(what) can't be '\(text.prefix(64))'", at: node.place,
            hint: "a whole number from \(range.lowerBound) to \(range.upperBound)")
        return nil
    }

    /// A name that stands in answers, logs and metrics: letters, digits and `_.-`, at most 64.
    mutating func name(_ node: Node, _ what: String) -> String? {
        guard let text = text(node, what) else { return nil }
        let isName = text.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) || "_.-".utf8.contains($0)
        }
        if isName, (1...64).contains(text.utf8.count) { return text }
        add("\(what) can't be '\(text.prefix(64))'", at: node.place, hint: "1 to 64 letters, digits and _ . -")
        return nil
    }
}
