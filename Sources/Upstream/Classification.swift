/// What a vendor's module makes of one answer: facts worth keeping for a while, or a failure and whether to try again.
package enum Classification<Answer: Sendable>: Sendable {
    /// - Parameters:
    ///   - answer: the decoded facts.
    ///   - timeToLive: how long they may be served again without asking.
    ///   - costBytes: the memory they hold, for the cache's bound.
    case answer(Answer, timeToLive: Duration, costBytes: Int)
    case failure(Failure)
}

/// A call that gave no facts.
package struct Failure: Sendable, Equatable {
    package let cause: Cause
    package let retry: RetryAdvice
    /// The vendor's own error code, as it sent it; from a bounded, printable subset.
    package var code: String?
    /// The vendor's id of the request, for its support.
    package var requestID: String?
    /// How long this failure may be served again without asking; nil if never.
    package var timeToLive: Duration?

    package init(
        _ cause: Cause, retry: RetryAdvice, code: String? = nil, requestID: String? = nil, timeToLive: Duration? = nil
    ) {
        self.cause = cause
        self.retry = retry
        self.code = code
        self.requestID = requestID
        self.timeToLive = timeToLive
    }
}

/// Whether, and when, the same call is worth another attempt.
package enum RetryAdvice: Sendable, Equatable {
    case never
    /// After a random wait that grows with the attempts.
    case backoff
    /// One more attempt at the most, however many are allowed, not before this wait.
    case once(after: Duration)
    /// Not before the vendor said (`Retry-After`).
    case after(Duration)
}
