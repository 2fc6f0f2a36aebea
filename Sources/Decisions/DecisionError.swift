import DecisionLog

/// Why there is no decision.
package enum DecisionError: Error, Sendable {
    case invalid(InvalidRequest)
    /// The decision was made but couldn't be logged, so it isn't given.
    case notLogged(DecisionLogError)
    /// The idempotency key belongs to a request with another body.
    case otherRequest
    /// The first request with this idempotency key is still being decided.
    case running
    /// The task was cancelled before there was a verdict: nobody waits for it.
    case abandoned
}
