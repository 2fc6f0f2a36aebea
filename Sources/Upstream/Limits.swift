import Synchronization

/// What all calls to one vendor share: the retry budget, the breaker, the quota and the count of fetches. One lock,
/// taken only past the cache.
final class Limits: Sendable {
    /// The right to make one call, from `start` on. Its holder has to give the outcome back, whatever comes.
    struct Ticket: Sendable {
        let start: ContinuousClock.Instant
        fileprivate let permit: Breaker.Permit?
    }

    enum Admission: Sendable {
        case admitted(Ticket)
        case refused(Failure)
    }

    private struct State {
        var budget: RetryBudget
        var breaker: Breaker?
        var quota: Quota?
        var fetches = 0
        var isUnauthorized = false
        var shed: [UpstreamStatus.Shed: Int] = [:]
    }

    private let maxFetches: Int
    private let state: Mutex<State>

    init(_ configuration: UpstreamConfiguration, now: ContinuousClock.Instant = .now) {
        maxFetches = max(1, configuration.maxFetches)
        state = Mutex(
            State(
                budget: RetryBudget(maxTokens: configuration.retryBudgetTokens),
                breaker: configuration.breaker.map { Breaker($0, now: now) },
                quota: configuration.quotaPerMinute.map(Quota.init)))
    }

    /// Whether the vendor refused our key the last time it answered.
    var isUnauthorized: Bool { state.withLock(\.isUnauthorized) }

    /// Why the breaker is open or half-open; nil if it is closed.
    var openReason: Breaker.Reason? {
        state.withLock { state in
            switch state.breaker?.state {
            case nil, .closed: nil
            case .open(let reason, _), .halfOpen(let reason, _, _): reason
            }
        }
    }

    /// Counts a fetch in; the other half of the places is for those who wait for an answer.
    ///
    /// - Returns: false if there are as many as allowed.
    func enter(_ priority: Quota.Priority) -> Bool {
        let allowed = priority == .interactive ? maxFetches : maxFetches / 2
        return state.withLock { state in
            guard state.fetches < allowed else {
                state.shed[.fetches, default: 0] += 1
                return false
            }
            state.fetches += 1
            return true
        }
    }

    func leave() {
        state.withLock { $0.fetches -= 1 }
    }

    /// Whether the budget bears another attempt after one that ended so. A failure has paid for it; an answer that is
    /// doubted pays now.
    func bearsRetry(after cause: Cause) -> Bool {
        state.withLock { cause.isConclusive ? $0.budget.withdraw() : $0.budget.allowsRetry }
    }

    func bearsHedge() -> Bool {
        state.withLock { $0.budget.withdraw() }
    }

    /// Asks for one call.
    ///
    /// - Parameter latest: a call that could only begin later than this is refused.
    func admit(
        now: ContinuousClock.Instant, latest: ContinuousClock.Instant, priority: Quota.Priority
    ) -> Admission {
        state.withLock { state in
            var permit: Breaker.Permit?
            switch state.breaker?.admit(now: now) {
            case nil: break
            case .admitted(let admitted): permit = admitted
            case .refused(let reason):
                state.shed[.breaker, default: 0] += 1
                return .refused(Failure(reason.cause, retry: .never))
            }
            guard state.quota != nil else { return .admitted(Ticket(start: now, permit: permit)) }
            guard let start = state.quota?.reserve(now: now, latest: latest, priority: priority) else {
                if let permit { state.breaker?.record(.unknown, of: permit, now: now) }
                state.shed[.quota, default: 0] += 1
                return .refused(Failure(.shed, retry: .never))
            }
            return .admitted(Ticket(start: start, permit: permit))
        }
    }

    /// Counts a call that was refused elsewhere.
    func countShed(_ shed: UpstreamStatus.Shed) {
        state.withLock { $0.shed[shed, default: 0] += 1 }
    }

    /// All but what the cache has to tell.
    func status(now: ContinuousClock.Instant) -> UpstreamStatus {
        state.withLock { state in
            var status = UpstreamStatus()
            switch state.breaker?.state {
            case nil, .closed: break
            case .open(let reason, _): (status.breaker, status.breakerReason) = (.open, reason)
            case .halfOpen(let reason, _, _): (status.breaker, status.breakerReason) = (.halfOpen, reason)
            }
            status.isUnauthorized = state.isUnauthorized
            status.quota = state.quota.map { ($0.maxCalls, $0.left(now: now)) }
            status.fetches = state.fetches
            status.retryTokens = Double(state.budget.millitokens) / 1000
            status.shed = state.shed
            return status
        }
    }

    /// Takes back a ticket of which nothing is known but that the call isn't under way any more.
    func giveUp(_ ticket: Ticket, now: ContinuousClock.Instant) {
        record(.unknown, of: ticket, now: now)
    }

    /// Takes back a ticket with what became of the call.
    func record(_ cause: Cause, retry: RetryAdvice, of ticket: Ticket, now: ContinuousClock.Instant) {
        record(Breaker.Outcome(cause, retry: retry), of: ticket, now: now)
    }

    private func record(_ outcome: Breaker.Outcome, of ticket: Ticket, now: ContinuousClock.Instant) {
        state.withLock { state in
            if let permit = ticket.permit { state.breaker?.record(outcome, of: permit, now: now) }
            switch outcome {
            case .success:
                state.budget.recordSuccess()
                state.isUnauthorized = false
            case .failure, .rateLimited:
                state.budget.recordFailure()
            case .unauthorized:
                state.isUnauthorized = true
            case .unknown:
                break
            }
        }
    }
}

extension Breaker.Outcome {
    init(_ cause: Cause, retry: RetryAdvice) {
        switch cause {
        case .ok, .notFound, .rejected: self = .success
        case .serverError, .unreachable, .timeout, .badResponse: self = .failure
        case .unauthorized: self = .unauthorized
        case .rateLimited:
            if case .after(let wait) = retry {
                self = .rateLimited(wait: wait)
            } else {
                self = .rateLimited(wait: .zero)
            }
        case .shed, .tokenForged, .tokenForeign: self = .unknown
        }
    }
}

extension Breaker.Reason {
    /// What a fetch ends with that the breaker refuses.
    fileprivate var cause: Cause {
        switch self {
        case .failures: .shed
        case .unauthorized: .unauthorized
        case .rateLimited: .rateLimited
        }
    }
}
