/// A vendor's limits, and how hard to try for its answers.
package struct UpstreamConfiguration: Sendable {
    package var retry: RetryPolicy
    /// What failures may cost in further calls; see ``RetryBudget``. 2 to 1000.
    package var retryBudgetTokens: Int
    /// Nil for none: all calls go through, whatever became of earlier ones.
    package var breaker: BreakerConfiguration?
    /// Calls to the vendor in any minute, 1 to 100,000; nil for no limit.
    package var quotaPerMinute: Int?
    /// How many fetches may be past the cache at once, whatever they wait for; more are shed.
    package var maxFetches: Int
    /// How long an attempt may take before a second is made beside it; nil for never.
    package var hedgeAfter: Duration?
    /// The cache's bound, keys and bookkeeping included; 0 for no cache.
    package var cacheMaxBytes: Int
    /// How long past its time to live an answer is served while the vendor is asked in the background.
    package var staleWhileRevalidate: Duration
    /// How long past its time to live an answer is served when the vendor gives no newer one.
    package var staleIfError: Duration
    /// The wait before a provisional answer is asked for again, the first time; it doubles, up to a second.
    package var provisionalWait: Duration

    package init(
        retry: RetryPolicy, retryBudgetTokens: Int = 20, breaker: BreakerConfiguration? = BreakerConfiguration(),
        quotaPerMinute: Int? = nil, maxFetches: Int = 1024, hedgeAfter: Duration? = nil, cacheMaxBytes: Int = 0,
        staleWhileRevalidate: Duration = .zero, staleIfError: Duration = .zero,
        provisionalWait: Duration = .milliseconds(250)
    ) {
        self.retry = retry
        self.retryBudgetTokens = retryBudgetTokens
        self.breaker = breaker
        self.quotaPerMinute = quotaPerMinute
        self.maxFetches = maxFetches
        self.hedgeAfter = hedgeAfter
        self.cacheMaxBytes = cacheMaxBytes
        self.staleWhileRevalidate = staleWhileRevalidate
        self.staleIfError = staleIfError
        self.provisionalWait = provisionalWait
    }
}
