import DecisionLog
import Policy
import Providers
import Upstream

/// How one decision came about, for metrics and traces. Holds nothing of the session, the caller or the answer.
package struct DecisionReport: Sendable {
    /// How a vendor's part in it ended.
    package struct Fetch: Sendable {
        package let provider: ProviderName
        package let source: Fetched<Facts>.Source
        package let cause: Cause
    }

    package let id: String
    /// One for which there is a policy.
    package let event: String
    package let outcome: Action
    package let isDegraded: Bool
    /// Nil if it is on the log.
    package let failure: DecisionLogError?
    package let start: ContinuousClock.Instant
    /// When the last vendor's part was there.
    package let gathered: ContinuousClock.Instant
    /// When the policy had decided.
    package let decided: ContinuousClock.Instant
    /// When the log had answered.
    package let end: ContinuousClock.Instant
    /// What the request is part of.
    package let trace: RequestTrace?

    private let facts: GatheredFacts

    init(
        id: String, event: String, outcome: Action, facts: GatheredFacts, failure: DecisionLogError?,
        start: ContinuousClock.Instant, gathered: ContinuousClock.Instant, decided: ContinuousClock.Instant,
        end: ContinuousClock.Instant, trace: RequestTrace?
    ) {
        self.id = id
        self.event = event
        self.outcome = outcome
        self.isDegraded = facts.isDegraded
        self.failure = failure
        self.start = start
        self.gathered = gathered
        self.decided = decided
        self.end = end
        self.trace = trace
        self.facts = facts
    }

    /// Called with each vendor's part, which takes no list of them.
    package func forEachFetch(_ body: (Fetch) -> Void) {
        for answer in facts.answers {
            body(
                Fetch(
                    provider: answer.session.provider, source: answer.fetched.source, cause: answer.fetched.cause))
        }
    }
}

/// Called with each decision that was made, logged or not, before its caller gets it. Has to be quick.
package typealias DecisionObserver = @Sendable (DecisionReport) -> Void
