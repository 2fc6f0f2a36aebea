import NIOCore

/// What a connection waits for from its client, and until when.
struct ConnectionWait {
    /// How long a client may leave a connection waiting.
    struct Limits: Sendable {
        /// For the rest of one request, however its bytes drip (RFC 9110, section 15.5.9). A new connection's first
        /// request counts from its beginning.
        var receiveTimeout: TimeAmount
        /// For a next request, if one comes.
        var idleTimeout: TimeAmount
        /// To close its side after we have closed ours. What it still sends is thrown away: a close with unread bytes
        /// would be a reset, which can destroy the answer on its way.
        var linger: TimeAmount
    }

    private let limits: Limits
    /// Nil while the client waits for us.
    private(set) var deadline: NIODeadline?
    private(set) var isForRequest = true

    init(_ limits: Limits, now: NIODeadline) {
        self.limits = limits
        deadline = now + limits.receiveTimeout
    }

    mutating func forRequest(now: NIODeadline) { set(now + limits.receiveTimeout, isForRequest: true) }

    mutating func forNextRequest(now: NIODeadline) { set(now + limits.idleTimeout, isForRequest: false) }

    mutating func forClose(now: NIODeadline) { set(now + limits.linger, isForRequest: false) }

    mutating func forNothing() { set(nil, isForRequest: false) }

    /// When to look again, so that one timer serves a connection's whole life and none is set for each request: soon
    /// enough for a request that begins to come in at this moment.
    func nextLook(now: NIODeadline) -> NIODeadline {
        let soon = now + limits.receiveTimeout
        return deadline.map { min($0, soon) } ?? soon
    }

    private mutating func set(_ deadline: NIODeadline?, isForRequest: Bool) {
        self.deadline = deadline
        self.isForRequest = isForRequest
    }
}
