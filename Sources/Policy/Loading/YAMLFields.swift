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
