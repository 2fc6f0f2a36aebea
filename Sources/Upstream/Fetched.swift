/// How one fetch ended: the facts or the cause of their absence, and what it took.
package struct Fetched<Answer: Sendable>: Sendable {
    package enum Source: String, Sendable, CaseIterable {
        case upstream
        case cache
        /// The cache, past its time: the vendor gave no newer facts, or is being asked for them.
        case stale
    }

    package let cause: Cause
    /// Present exactly if `cause` is ``Cause/ok``.
    package let answer: Answer?
    package private(set) var source: Source
    /// How old the answer is; nil for one that the vendor gave just now.
    package private(set) var age: Duration?
    /// Why a stale answer had to do; nil if the vendor is being asked in the background.
    package private(set) var refreshCause: Cause?
    /// Requests sent for this fetch; 0 from the cache. A lower bound: libcurl re-sends a GET by itself when a reused
    /// connection dies before any byte of the answer, and a fetch that its deadline cut off counts one.
    package internal(set) var attempts: Int
    /// The requests that ended before the fetch did, in the order of their ends.
    package internal(set) var attemptReports: [Attempt]
    /// As its caller saw it, the wait for another's call included.
    package internal(set) var duration: Duration
    /// The vendor's own error code, if it sent one.
    package let code: String?
    /// The vendor's id of a failed request. That of an answer is part of the answer.
    package let requestID: String?
    /// Whether the vendor may soon say otherwise.
    let isProvisional: Bool

    init(_ answer: Answer, source: Source, age: Duration? = nil, isProvisional: Bool, duration: Duration) {
        self.cause = .ok
        self.answer = answer
        self.source = source
        self.age = age
        self.attempts = 0
        self.attemptReports = []
        self.duration = duration
        self.code = nil
        self.requestID = nil
        self.isProvisional = isProvisional
    }

    init(_ failure: Failure, source: Source, duration: Duration) {
        self.cause = failure.cause
        self.answer = nil
        self.source = source
        self.attempts = 0
        self.attemptReports = []
        self.duration = duration
        self.code = failure.code
        self.requestID = failure.requestID
        self.isProvisional = false
    }

    /// No answer, for a reason of ours.
    init(_ cause: Cause, source: Source, duration: Duration) {
        self.init(Failure(cause, retry: .never), source: source, duration: duration)
    }

    /// An older answer in place of a failed fetch, with what that took and why it failed.
    init(stale answer: Answer, age: Duration, insteadOf failed: Fetched) {
        self.cause = .ok
        self.answer = answer
        self.source = .stale
        self.age = age
        self.refreshCause = failed.cause
        self.attempts = failed.attempts
        self.attemptReports = failed.attemptReports
        self.duration = failed.duration
        self.code = failed.code
        self.requestID = failed.requestID
        self.isProvisional = false
    }
}
