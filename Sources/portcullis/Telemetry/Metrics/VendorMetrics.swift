import CoreMetrics
import Providers
import Server
import Upstream

/// One vendor's limits and cache, as they are when metrics are asked for.
final class VendorMetrics: Sendable {
    private typealias Name = MetricCatalogue.Name

    private let provider: Provider
    private let breakerStates: [(UpstreamStatus.BreakerState, Gauge)]
    private let breakerReasons: [(Breaker.Reason, Gauge)]
    private let keyRefused: Gauge
    /// Nil without a limit.
    private let quota: (max: Gauge, left: Gauge)?
    private let shed: [(UpstreamStatus.Shed, GrowingCount)]
    private let fetches: Gauge
    private let retryTokens: Gauge
    private let cache: (bytes: Gauge, maxBytes: Gauge, entries: Gauge)

    init(_ registry: MetricRegistry, _ provider: Provider) {
        let label = [("provider", provider.name.rawValue)]
        func gauge(_ name: String, _ more: [(String, String)] = []) -> Gauge {
            Gauge(label: name, dimensions: label + more, factory: registry)
        }
        self.provider = provider
        breakerStates = UpstreamStatus.BreakerState.allCases.map {
            ($0, gauge(Name.breakerState, [("state", $0.rawValue)]))
        }
        breakerReasons = [Breaker.Reason.failures, .unauthorized, .rateLimited].map {
            ($0, gauge(Name.breakerOpen, [("reason", $0.rawValue)]))
        }
        keyRefused = gauge(Name.keyRefused)
        quota = provider.status.quota.map { _ in (gauge(Name.quotaCalls), gauge(Name.quotaLeft)) }
        shed = UpstreamStatus.Shed.allCases.map { limit in
            (
                limit,
                GrowingCount(
                    Counter(
                        label: Name.shed, dimensions: label + [("limit", limit.rawValue)], factory: registry))
            )
        }
        fetches = gauge(Name.fetchesInFlight)
        retryTokens = gauge(Name.retryTokens)
        cache = (gauge(Name.cacheBytes), gauge(Name.cacheMaxBytes), gauge(Name.cacheEntries))
    }

    func refresh() {
        let status = provider.status
        for (state, gauge) in breakerStates { gauge.record(status.breaker == state ? 1 : 0) }
        for (reason, gauge) in breakerReasons { gauge.record(status.breakerReason == reason ? 1 : 0) }
        keyRefused.record(status.isUnauthorized ? 1 : 0)
        if let quota, let now = status.quota {
            quota.max.record(now.max)
            quota.left.record(now.left)
        }
        for (limit, count) in shed { count.grow(to: Int64(status.shed[limit] ?? 0)) }
        fetches.record(status.fetches)
        retryTokens.record(status.retryTokens)
        cache.bytes.record(status.cacheBytes)
        cache.maxBytes.record(status.cacheMaxBytes)
        cache.entries.record(status.cacheEntries)
    }
}
