/// What a transfer spent its time on. Each phase is its own duration; one that a transfer had no need of (no TLS, a
/// connection used again) or did not come to the end of is zero.
package struct Timings: Hashable, Sendable {
    /// From the call until the transfer was started.
    package let queued: Duration
    /// Until the name had addresses.
    package let nameLookup: Duration
    /// From there until TCP was connected.
    package let connect: Duration
    /// From there until TLS was established.
    package let tls: Duration
    /// From the request being sent until the first byte of the response.
    package let firstByte: Duration
    /// The whole transfer, from its start, without ``queued``.
    package let total: Duration

    package init(
        queued: Duration = .zero, nameLookup: Duration = .zero, connect: Duration = .zero, tls: Duration = .zero,
        firstByte: Duration = .zero, total: Duration = .zero
    ) {
        self.queued = queued
        self.nameLookup = nameLookup
        self.connect = connect
        self.tls = tls
        self.firstByte = firstByte
        self.total = total
    }
}
