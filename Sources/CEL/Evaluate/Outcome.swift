/// What came of an evaluation.
///
/// Unknowns travel as CEL defines: whatever is computed from an unknown is unknown, but `&&`, `||`, `? :` and the macros
/// `all` and `exists` have a value where the unknown can't change it: `unknown || true` is true. Where an unknown meets
/// an error the result is unknown, since once it is known it may make up for the error.
package enum Outcome: Sendable, Equatable {
    case value(Value)
    /// Facts were missing that would have mattered.
    case unknown(UnknownSet)
    case error(EvaluationError)
}
