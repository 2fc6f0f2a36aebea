/// A step of a compiled expression.
///
/// Nodes don't change, so that one program serves all threads; what an evaluation needs is in the activation.
protocol Node: AnyObject, Sendable {
    func evaluate(_ activation: inout Activation) -> Outcome
}

extension Outcome {
    /// The outcome of computing with values.
    init(_ body: () throws(EvaluationError) -> Value) {
        do throws(EvaluationError) {
            self = .value(try body())
        } catch {
            self = .error(error)
        }
    }

    /// What strict operators and functions give when an operand has no value: unknown if any is, or else the first error.
    static func missing(_ left: Outcome, _ right: Outcome) -> Outcome {
        switch (left, right) {
        case (.unknown(let left), .unknown(let right)): .unknown(left.union(right))
        case (.unknown, _): left
        case (_, .unknown): right
        case (.error, _): left
        default: right
        }
    }
}
