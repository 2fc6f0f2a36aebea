import CEL
import Policy
import Providers

/// All that a decision and its record are made of.
struct Decision: Sendable {
    let id: String
    let request: DecisionRequest
    let gathered: GatheredFacts
    let signals: Signals
    let policy: Policy
    let verdict: Verdict
    let createdAt: Timestamp
    /// From the complete request to the verdict.
    let duration: Duration
    let idempotency: IdempotencyKey?
}
