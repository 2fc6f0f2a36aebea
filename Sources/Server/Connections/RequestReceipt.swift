import NIOCore

/// How far one connection's next request has come in, and since when it is coming in.
///
/// The time begins with the connection, or with the first byte after a whole request, and ends with the request's last.
/// What comes in with one read, as nearly every request does, asks for no time at all.
struct RequestReceipt {
    private let timeout: TimeAmount
    private var since: NIODeadline?
    private var hasHead = false
    private var hasPart = false

    init(timeout: TimeAmount, now: NIODeadline) {
        self.timeout = timeout
        self.since = now
    }

    /// By when the rest has to be here; nil while nothing is awaited but a next request, if one comes.
    var deadline: NIODeadline? { since.map { $0 + timeout } }

    mutating func receiveHead() {
        hasHead = true
        hasPart = true
    }

    mutating func receiveEnd() {
        hasHead = false
        hasPart = true
        since = nil
    }

    /// Bytes have been read, and the parts that they made have been told.
    ///
    /// - Returns: whether a request has begun to take time.
    mutating func completeRead(now: () -> NIODeadline) -> Bool {
        defer { hasPart = false }
        // Bytes that made no part are those of a head.
        guard since == nil, hasHead || !hasPart else { return false }
        since = now()
        return true
    }

    /// Nothing more is awaited.
    mutating func stop() { since = nil }
}
