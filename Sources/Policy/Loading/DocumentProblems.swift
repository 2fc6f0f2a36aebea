import CEL
import Yams

/// Collects the mistakes of one document.
struct DocumentProblems {
    let source: DocumentSource
    private var all: [PolicyProblem] = []

    init(_ source: DocumentSource) { self.source = source }

    var isEmpty: Bool { all.isEmpty }

    /// Those of the document in its order, then those of its list files.
    var error: PolicyLoadError {
        let own = all.filter { $0.file == source.path }
        let sorted = own.sorted { ($0.line ?? 0, $0.column ?? 0) < ($1.line ?? 0, $1.column ?? 0) }
        return PolicyLoadError(sorted + all.filter { $0.file != source.path })
    }

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
        if isPlain(node), text == "true" || text == "false" { return text == "true" }
        add(
            "\(what) can't be '\(text.prefix(64))'", at: node.place,
            hint: isPlain(node) ? "allowed: true, false" : "allowed: true, false, without quotes")
        return nil
    }

    mutating func integer(_ node: Node, _ what: String, in range: ClosedRange<Int>) -> Int? {
        guard let text = text(node, what) else { return nil }
        // 1.0 is a whole number, for editors that check by the JSON Schema too.
        if isPlain(node), let number = Int(text) ?? Double(text).flatMap(Int.init(exactly:)), range.contains(number) {
            return number
        }
        let hint = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        add(
            "\(what) can't be '\(text.prefix(64))'", at: node.place,
            hint: isPlain(node) ? hint : hint + ", without quotes")
        return nil
    }

    /// Whether a scalar is without quotes: with them it is text, whatever it looks like.
    private func isPlain(_ node: Node) -> Bool {
        node.scalar.map { $0.style == .plain || $0.style == .any } ?? false
    }

    /// Elements of a sequence, at most as many as allowed.
    mutating func elements(_ node: Node, _ what: String, max: Int) -> [Node] {
        guard case .sequence(let sequence) = node else {
            add("\(what) has to be a list", at: node.place)
            return []
        }
        guard sequence.count <= max else {
            add("\(what) has more than \(max) entries", at: node.place)
            return []
        }
        return Array(sequence)
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
