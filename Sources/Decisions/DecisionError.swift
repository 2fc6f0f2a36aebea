import DecisionLog

/// Why there is no decision.
package enum DecisionError: Error, Sendable {
    case invalid(InvalidRequest)
    /// The decision was made but couldn't be logged, so it isn't given.
    case notLogged(DecisionLogError)
}
