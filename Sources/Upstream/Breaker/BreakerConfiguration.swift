/// When a vendor's breaker opens, and for how long.
package struct BreakerConfiguration: Sendable, Equatable {
    /// The time looked back on.
    package let window: Duration
    /// Fewer calls than this in the window say nothing.
    package let minCalls: Int
    /// Percentage of failed calls in the window from which on it opens.
    package let failurePercent: Int
    /// How long it stays open the first time; twice as long each time that the probes fail.
    package let open: Duration
    package let maxOpen: Duration
    /// Calls let through when half-open, all of which have to succeed.
    package let probes: Int
    /// Refusals of the key (401, 403) one after the other from which on it opens: one alone may be a matter of the
    /// request, to a firewall before the API for instance.
    package let unauthorizedCalls: Int
    /// No `Retry-After` keeps it open for longer.
    package let maxRateLimitWait: Duration

    /// Values out of range are taken for the nearest in it.
    ///
    /// - Parameters:
    ///   - minCalls: 1 or more.
    ///   - failurePercent: 1 to 100.
    ///   - open: 1 ms or more.
    ///   - probes: 1 or more.
    ///   - unauthorizedCalls: 1 or more.
    package init(
        window: Duration = .seconds(10), minCalls: Int = 20, failurePercent: Int = 50, open: Duration = .seconds(2),
        maxOpen: Duration = .seconds(60), probes: Int = 3, unauthorizedCalls: Int = 3,
        maxRateLimitWait: Duration = .seconds(60)
    ) {
        self.window = max(.milliseconds(SlidingWindow.slices), window)
        self.minCalls = max(1, minCalls)
        self.failurePercent = min(max(1, failurePercent), 100)
        self.open = max(.milliseconds(1), open)
        self.maxOpen = max(self.open, maxOpen)
        self.probes = max(1, probes)
        self.unauthorizedCalls = max(1, unauthorizedCalls)
        self.maxRateLimitWait = max(.zero, maxRateLimitWait)
    }
}
