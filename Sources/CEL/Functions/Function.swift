/// A function that expressions may call: what it takes, and what it does.
///
/// What it does is one piece of code for all overloads, which looks at the values it is given. So it works for what
/// the checker knows nothing about, too.
struct Function: Sendable {
    typealias Unary = @Sendable (Value) throws(EvaluationError) -> Value
    typealias Binary = @Sendable (Value, Value) throws(EvaluationError) -> Value

    enum Body: Sendable {
        case unary(Unary)
        case binary(Binary)
    }

    let name: String
    let overloads: [Overload]
    let body: Body

    init(_ name: String, _ overloads: [Overload], unary body: @escaping Unary) {
        self.name = name
        self.overloads = overloads
        self.body = .unary(body)
    }

    init(_ name: String, _ overloads: [Overload], binary body: @escaping Binary) {
        self.name = name
        self.overloads = overloads
        self.body = .binary(body)
    }

    private static let all: [String: Function] = Dictionary(
        (textFunctions + conversions + timeFunctions).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    static func named(_ name: String) -> Function? { all[name] }

    static var names: [String] { all.keys.sorted() + Comprehension.Kind.allCases.map(\.rawValue) + ["has"] }

    /// What to use instead of a function that CEL elsewhere has and this environment doesn't.
    static func hint(forMissing name: String) -> String? {
        switch name {
        case "matches": "use startsWith(), endsWith(), contains() or 'in'"
        default: nil
        }
    }
}
