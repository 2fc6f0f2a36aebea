/// Collects the differences that a decoding finds: each once, and not more than ``limit``.
struct DriftLog {
    enum Step {
        case field(String)
        case element
        case mapValue
    }

    /// More say no more than these.
    static let limit = 32
    /// An undeclared field's name is the document's and so of any length.
    private static let maxNameBytes = 64

    private(set) var entries: [SchemaDrift] = []
    private(set) var isTruncated = false
    private var path: [Step] = []

    mutating func enter(_ step: Step) { path.append(step) }

    mutating func leave() { _ = path.popLast() }

    /// Notes a difference of the value at the current path.
    mutating func note(_ kind: SchemaDrift.Kind) {
        guard entries.count < Self.limit else {
            isTruncated = true
            return
        }
        let drift = SchemaDrift(path: Self.text(path), kind: kind)
        if !entries.contains(drift) { entries.append(drift) }
    }

    /// Notes a difference of a field of the record at the current path.
    mutating func note(_ kind: SchemaDrift.Kind, field: String) {
        enter(.field(field))
        note(kind)
        leave()
    }

    /// Notes a field that isn't declared.
    mutating func noteUnknownField(_ name: JSONString, in bytes: [UInt8]) {
        guard entries.count < Self.limit else {
            isTruncated = true
            return
        }
        note(.unknownField, field: Self.printable(name.unescaped(in: bytes)))
    }

    private static func printable(_ name: [UInt8]) -> String {
        let text = String(
            decoding: name.prefix(maxNameBytes).map { (0x20..<0x7F).contains($0) ? $0 : 0x3F }, as: UTF8.self)
        return name.count > maxNameBytes ? text + "…" : text
    }

    private static func text(_ path: [Step]) -> String {
        var text = ""
        for step in path {
            switch step {
            case .field(let name): text += text.isEmpty ? name : "." + name
            case .element: text += "[]"
            case .mapValue: text += "{}"
            }
        }
        return text
    }
}
