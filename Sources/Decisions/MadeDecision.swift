import DecisionLog
import Policy
import Upstream

/// A decision that isn't on the log yet, and how it came about.
struct MadeDecision: Sendable {
    let encoded: EncodedDecision
    /// One for which there is a policy.
    let event: String
    let outcome: Action
    let facts: GatheredFacts
    let start: ContinuousClock.Instant
    /// When the last vendor's part was there.
    let gathered: ContinuousClock.Instant
    /// When the policy had decided.
    let decided: ContinuousClock.Instant
    /// Nil if there is no challenger for the event.
    let trial: Trial?

    /// To be made once the log has answered.
    ///
    /// - Parameter failure: nil if the decision is on the log.
    func report(failure: DecisionLogError?, trace: RequestTrace?) -> DecisionReport {
        DecisionReport(
            id: encoded.id, event: event, outcome: outcome, facts: facts, failure: failure, start: start,
            gathered: gathered, decided: decided, end: .now, trace: trace)
    }
}
