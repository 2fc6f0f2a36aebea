/// Stops asking a vendor that fails, so that its trouble costs neither time nor quota.
///
/// Closed, it counts; open, it refuses all; half-open, after a while, it lets a few probes through, which close it or
/// open it again for longer. A value without a clock: the caller passes the time.
package struct Breaker: Sendable {
    /// Why it is open.
    package enum Reason: String, Sendable {
        /// Too many of the calls failed.
        case failures
        /// The vendor refuses our key.
        case unauthorized
        /// The vendor told us to stay away for a while.
        case rateLimited = "rate_limited"
    }

    enum Outcome: Sendable, Equatable {
        case success
        case failure
        case unauthorized
        /// With the wait that the vendor asked for.
        case rateLimited(wait: Duration)
        /// Ended for a reason of ours, and says nothing of the vendor.
        case unknown
    }

    /// The right to make one call. Its holder has to give the outcome back, whatever comes.
    struct Permit: Sendable, Equatable {
        fileprivate let period: UInt64
    }

    enum Admission: Sendable, Equatable {
        case admitted(Permit)
        case refused(Reason)
    }

    enum State: Sendable, Equatable {
        case closed
        case open(Reason, until: ContinuousClock.Instant)
        case halfOpen(Reason, probing: Int, succeeded: Int)
    }

    private let configuration: BreakerConfiguration
    private(set) var state = State.closed
    /// Counts the changes of state: outcomes of calls that began in an earlier period tell nothing of this one.
    private var period: UInt64 = 0
    private var window: SlidingWindow
    private var unauthorizedInRow = 0
    private var openingsInRow = 0

    init(_ configuration: BreakerConfiguration, now: ContinuousClock.Instant) {
        self.configuration = configuration
        self.window = SlidingWindow(length: configuration.window, origin: now)
    }

    mutating func admit(now: ContinuousClock.Instant) -> Admission {
        if case .open(let reason, let until) = state {
            guard now >= until else { return .refused(reason) }
            change(to: .halfOpen(reason, probing: 0, succeeded: 0))
        }
        if case .halfOpen(let reason, let probing, let succeeded) = state {
            guard probing + succeeded < configuration.probes else { return .refused(reason) }
            state = .halfOpen(reason, probing: probing + 1, succeeded: succeeded)
        }
        return .admitted(Permit(period: period))
    }

    mutating func record(_ outcome: Outcome, of permit: Permit, now: ContinuousClock.Instant) {
        guard permit.period == period else { return }
        switch outcome {
        case .success, .failure, .unknown:
            if outcome != .unknown { unauthorizedInRow = 0 }
        case .unauthorized:
            unauthorizedInRow += 1
        case .rateLimited(let wait):
            // Without a wait it is an answer like others: the vendor is there.
            guard wait > .zero else { return record(.success, of: permit, now: now) }
            return open(.rateLimited, until: now + min(wait, configuration.maxRateLimitWait))
        }
        switch state {
        case .closed: recordClosed(outcome, now: now)
        case .halfOpen(let reason, let probing, let succeeded):
            recordProbe(outcome, reason: reason, probing: probing - 1, succeeded: succeeded, now: now)
        case .open: break
        }
    }

    private mutating func recordClosed(_ outcome: Outcome, now: ContinuousClock.Instant) {
        if outcome == .unauthorized, unauthorizedInRow >= configuration.unauthorizedCalls {
            return open(.unauthorized, until: nextClosing(now))
        }
        guard outcome == .success || outcome == .failure else { return }
        window.add(success: outcome == .success, now: now)
        guard outcome == .failure else { return }
        let (calls, failures) = window.totals(now: now)
        guard calls >= configuration.minCalls,
            failures * 100 >= calls * configuration.failurePercent
        else { return }
        open(.failures, until: nextClosing(now))
    }

    private mutating func recordProbe(
        _ outcome: Outcome, reason: Reason, probing: Int, succeeded: Int, now: ContinuousClock.Instant
    ) {
        switch outcome {
        case .failure: open(.failures, until: nextClosing(now))
        case .unauthorized: open(.unauthorized, until: nextClosing(now))
        case .success where succeeded + 1 >= configuration.probes: close(now: now)
        case .success: state = .halfOpen(reason, probing: probing, succeeded: succeeded + 1)
        case .unknown, .rateLimited: state = .halfOpen(reason, probing: probing, succeeded: succeeded)
        }
    }

    private mutating func open(_ reason: Reason, until: ContinuousClock.Instant) {
        if reason != .rateLimited { openingsInRow += 1 }
        change(to: .open(reason, until: until))
    }

    private mutating func close(now: ContinuousClock.Instant) {
        openingsInRow = 0
        window = SlidingWindow(length: configuration.window, origin: now)
        change(to: .closed)
    }

    private mutating func change(to new: State) {
        state = new
        period &+= 1
    }

    /// Doubles with each opening that follows another. A shift beyond the cap makes no difference, and would overflow.
    private func nextClosing(_ now: ContinuousClock.Instant) -> ContinuousClock.Instant {
        now + min(configuration.maxOpen, configuration.open * (1 << min(openingsInRow, 16)))
    }
}
