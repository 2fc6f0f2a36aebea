/// What one vendor's limits and cache have come to: a moment's picture, for metrics.
package struct UpstreamStatus: Sendable {
    package enum BreakerState: String, Sendable, CaseIterable {
        case closed
        case open
        case halfOpen = "half_open"
    }

    /// Which of our own limits kept a request from being sent.
    package enum Shed: String, Sendable, CaseIterable {
        /// As many fetches as allowed were under way.
        case fetches
        case breaker
        case quota
        /// The queue for connections was full, or closed.
        case connections
    }

    /// Closed, also where there is no breaker.
    package var breaker = BreakerState.closed
    /// Why it isn't closed.
    package var breakerReason: Breaker.Reason?
    /// Whether the vendor refused our key the last time it answered.
    package var isUnauthorized = false
    /// Calls allowed in a minute, and those of them that are left now; nil without a limit.
    package var quota: (max: Int, left: Int)?
    /// Past the cache now.
    package var fetches = 0
    /// In the budget for retries and hedges, which end when half of it is left.
    package var retryTokens = 0.0
    /// How often each limit refused, since the start.
    package var shed: [Shed: Int] = [:]
    package var cacheBytes = 0
    package var cacheMaxBytes = 0
    package var cacheEntries = 0
}
