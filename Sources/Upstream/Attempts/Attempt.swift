import Curl

/// One request to a vendor and how it ended, for metrics and traces. Holds no secret and nothing of the answer.
package struct Attempt: Sendable {
    /// What the request was for.
    package enum Kind: String, Sendable, CaseIterable {
        /// The first of a fetch.
        case first
        /// After one that failed.
        case retry
        /// Beside one that took long.
        case hedge
        /// Again, since the answer was preliminary.
        case refetch
        /// In the background, while an older answer is served.
        case refresh
    }

    /// From 1 on, within what one fetch of the session took.
    package let number: Int
    package let kind: Kind
    /// Nil if it was given up before its end: another was faster, or nobody waited any more.
    package let cause: Cause?
    /// The HTTP status; nil if there was no answer.
    package let status: Int?
    /// The time by phase; nil if no transfer was begun.
    package let timings: Timings?
    package let start: ContinuousClock.Instant
    /// From the start to the end, as the fetch saw it.
    package let duration: Duration
    /// Whether it found an open connection; nil without an answer.
    package let connectionReused: Bool?
    /// The vendor's id of the request, if it told one.
    package let requestID: String?
    /// The trace of the request that it was made for; nil if that has none.
    package let trace: RequestTrace?
    /// Its place in that; nil if we make no spans.
    package let span: AttemptSpan?
}

/// Called with each attempt as it ends, from whatever task made it. Has to be quick.
package typealias AttemptObserver = @Sendable (Attempt) -> Void
