/// A function that expressions may call: what it takes, and what it does.
///
/// What it does is one piece of code for each number of operands, which looks at the values it is given. So it works
/// for what the checker knows nothing about, too.
package struct Function: Sendable {
    typealias Unary = @Sendable (Value) throws(EvaluationError) -> Value
    typealias Binary = @Sendable (Value, Value) throws(EvaluationError) -> Value
    /// For any number of operands, and for what takes or makes more than its operands are long.
    package typealias General = @Sendable ([Value], inout Budget) throws(EvaluationError) -> Value

    let name: String
    let overloads: [Overload]
    private(set) var unary: Unary?
    private(set) var binary: Binary?
    private(set) var general: General?
    /// Gives the type of a call by the operands' types, nil for a refusal, where overloads can't say it.
    var inferred: (@Sendable ([CELType]) -> CELType?)?

    init(_ name: String, _ overloads: [Overload], unary: Unary? = nil, binary: Binary? = nil) {
        self.name = name
        self.overloads = overloads
        self.unary = unary
        self.binary = binary
    }

    /// A function of the host's own.
    ///
    /// - Parameters:
    ///   - name: may have dots, as in `math.abs`.
    ///   - body: gets as many operands as one of the overloads has parameters, the one before the dot first. Without
    ///     checks they may be of any type. What it takes that grows with the operands it has to charge.
    package init(_ name: String, _ overloads: [Overload], general body: @escaping General) {
        self.name = name
        self.overloads = overloads
        self.general = body
    }

    /// The name without the namespace.
    var lastName: String { name.lastIndex(of: ".").map { String(name[name.index(after: $0)...]) } ?? name }
}
