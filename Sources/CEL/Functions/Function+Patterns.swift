extension Function {
    /// `matches`, for patterns that only the evaluation knows. A literal is read when the expression is compiled.
    static let patternFunctions: [Function] = [
        Function(
            "matches", [.member(.string, .string, result: .bool), .global(.string, .string, result: .bool)],
            general: { (operands, budget) throws(EvaluationError) in
                guard operands.count == 2, case .string(let text) = operands[0], case .string(let pattern) = operands[1]
                else { throw .noSuchOverload("matches()", operands) }
                // Reading a pattern takes much longer than going over its bytes.
                try budget.charge(1 + pattern.utf8.count)
                let machine = try read(pattern)
                try budget.charge(machine.size)
                return .bool(try machine.matches(text, &budget))
            })
    ]

    private static func read(_ text: String) throws(EvaluationError) -> Pattern {
        do throws(PatternError) {
            return try Pattern(text)
        } catch {
            throw .invalid("the pattern can't be read: \(error.message)")
        }
    }
}
