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
    /// connection dies before any byte of the answer, and a fetch that its deadline ended counts one.
    package let attempts: Int
    package let duration: Duration
    /// The vendor's own error code, if it sent one.
    package let code: String?
    /// The vendor's id of a failed request. That of an answer is part of the answer.
    package let requestID: String?
}
