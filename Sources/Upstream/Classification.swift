/// What a vendor's module makes of one response: facts worth keeping for a while, or a failure and whether to try again.
package enum Classification<Answer: Sendable>: Sendable {
    case answer(Answered<Answer>)
    case failure(Failure)
}

/// A call that gave facts.
package struct Answered<Answer: Sendable>: Sendable {
    package let answer: Answer
    /// How long the facts may be served again without asking.
    package let timeToLive: Duration
    /// The memory that they hold, for the cache's bound.
    package let costBytes: Int
    /// Whether the vendor may soon say otherwise, and what it says now isn't worth more than that.
    package let isProvisional: Bool
    /// The vendor's id of the request, for its support.
    package let requestID: String?

    package init(
        _ answer: Answer, timeToLive: Duration, costBytes: Int, isProvisional: Bool = false, requestID: String? = nil
    ) {
        self.answer = answer
        self.timeToLive = timeToLive
        self.costBytes = costBytes
        self.isProvisional = isProvisional
        self.requestID = requestID
    }
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
