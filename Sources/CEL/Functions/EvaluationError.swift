/// Why an expression has no value. Its text names types, never values: they may be personal data.
package struct EvaluationError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Kind: Sendable {
        case noSuchOverload
        case divisionByZero
        /// A number, a timestamp or a duration out of its range.
        case overflow
        case noSuchKey
        case indexOutOfRange
        /// A conversion of a value that has no counterpart, such as `int("x")`.
        case invalidArgument
        case duplicateKey
        /// More steps than ``CompileLimits/maxSteps``.
        case tooExpensive
        case undeclared
    }

    package let kind: Kind
    package let description: String

    init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }

    static let divisionByZero = EvaluationError(.divisionByZero, "division by zero")
    static let overflow = EvaluationError(.overflow, "out of range")
    static let noSuchKey = EvaluationError(.noSuchKey, "no such key")
    static let indexOutOfRange = EvaluationError(.indexOutOfRange, "index out of range")
    static let notBool = EvaluationError(.noSuchOverload, "a condition is not a bool")
    static let wrongRecord = EvaluationError(.noSuchOverload, "a record is of another type than declared")
    static let tooExpensive = EvaluationError(.tooExpensive, "too many steps")

    static func noSuchOverload(_ operation: String, _ operands: [Value]) -> EvaluationError {
        let types = operands.map(\.type.name).joined(separator: ", ")
        return EvaluationError(.noSuchOverload, "\(operation) can't take (\(types))")
    }

    static func noSuchOverload(_ operation: String, _ operands: Value...) -> EvaluationError {
        noSuchOverload(operation, operands)
    }

    /// What a function can't do with an operand of the right type.
    static func invalid(_ message: String) -> EvaluationError { EvaluationError(.invalidArgument, message) }

    static func invalid(_ value: Value, as type: CELType) -> EvaluationError {
        EvaluationError(.invalidArgument, "the \(value.type.name) is no \(type)")
    }
}
