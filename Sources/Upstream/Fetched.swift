/// How one fetch ended: the facts or the cause of their absence, and what it took.
package struct Fetched<Answer: Sendable>: Sendable {
    package enum Source: String, Sendable {
        case upstream
        case cache
    }

    package let cause: Cause
    /// Present exactly if `cause` is ``Cause/ok``.
    package let answer: Answer?
    package let source: Source
    /// Requests sent for this fetch; 0 from the cache. A lower bound: libcurl re-sends a GET by itself when a reused
    /// connection dies before any byte of the answer, and a fetch that its deadline cut off counts one.
    package let attempts: Int
    /// As its caller saw it, the wait for another's call included.
    package internal(set) var duration: Duration
    /// The vendor's own error code, if it sent one.
    package let code: String?
    /// The vendor's id of a failed request. That of an answer is part of the answer.
    package let requestID: String?

    init(cause: Cause, answer: Answer? = nil, source: Source, attempts: Int = 0, duration: Duration) {
        self.cause = cause
        self.answer = answer
        self.source = source
        self.attempts = attempts
        self.duration = duration
        self.code = nil
        self.requestID = nil
    }

    init(_ failure: Failure, source: Source, attempts: Int = 0, duration: Duration) {
        self.cause = failure.cause
        self.answer = nil
        self.source = source
        self.attempts = attempts
        self.duration = duration
        self.code = failure.code
        self.requestID = failure.requestID
    }
}
