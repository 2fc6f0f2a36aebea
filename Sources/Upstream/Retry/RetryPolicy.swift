/// When a failed call is tried again: exponential backoff with full jitter, inside one deadline.
///
/// A value without effects: it says what to do, the caller waits.
/// Jitter: https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
package struct RetryPolicy: Sendable {
    package enum Decision: Sendable, Equatable {
        case giveUp
        case retry(after: Duration)
    }

    /// Requests sent for one fetch at the most, the first included.
    package let maxAttempts: Int
    /// The backoff before the second attempt is drawn from zero to this; it doubles from attempt to attempt.
    package let baseBackoff: Duration
    package let maxBackoff: Duration
    /// What has to be left of the deadline after a wait for another attempt to be worth its call.
    package let minAttemptTime: Duration

    package init(
        maxAttempts: Int, baseBackoff: Duration = .milliseconds(50), maxBackoff: Duration = .seconds(1),
        minAttemptTime: Duration = .milliseconds(20)
    ) {
        self.maxAttempts = max(1, maxAttempts)
        self.baseBackoff = baseBackoff
        self.maxBackoff = maxBackoff
        self.minAttemptTime = minAttemptTime
    }

    /// - Parameters:
    ///   - failure: how the last attempt ended.
    ///   - attempts: how many were sent so far.
    ///   - remaining: time to the deadline.
    ///   - jitter: drawn from 0 to 1.
    package func decide(after failure: Failure, attempts: Int, remaining: Duration, jitter: Double) -> Decision {
        guard attempts < maxAttempts else { return .giveUp }
        let wait: Duration
        switch failure.retry {
        case .never:
            return .giveUp
        case .backoff:
            wait = backoff(attempts: attempts) * jitter
        case .once(let after):
            guard attempts == 1 else { return .giveUp }
            wait = after + baseBackoff * jitter
        case .after(let after):
            wait = after + baseBackoff * jitter
        }
        return wait + minAttemptTime <= remaining ? .retry(after: wait) : .giveUp
    }

    private func backoff(attempts: Int) -> Duration {
        // A shift beyond the cap makes no difference, and would overflow.
        min(maxBackoff, baseBackoff * (1 << min(attempts - 1, 16)))
    }
}
