import CoreMetrics
import DecisionLog
import Policy
import Providers
import Server

/// All metrics of a running service, and their text for Prometheus.
final class ServiceMetrics: Sendable {
    private typealias Name = MetricCatalogue.Name

    let decisions: DecisionMetrics
    let attempts: [ProviderName: AttemptMetrics]
    let log: LogMetrics
    let requests: RequestMetrics
    private let registry: MetricRegistry
    private let process: ProcessMetrics
    private let linesDropped: GrowingCount
    private let seriesRefused: GrowingCount
    private let spans: [(SpanQueue.Result, GrowingCount)]

    init(providers: [ProviderName]) {
        let registry = MetricRegistry(MetricCatalogue.all)
        self.registry = registry
        decisions = DecisionMetrics(registry, providers: providers)
        attempts = Dictionary(
            providers.map { ($0, AttemptMetrics(registry, provider: $0)) }, uniquingKeysWith: { first, _ in first })
        log = LogMetrics(registry)
        requests = RequestMetrics(registry)
        process = ProcessMetrics(registry)
        linesDropped = GrowingCount(Counter(label: Name.linesDropped, factory: registry))
        seriesRefused = GrowingCount(Counter(label: Name.seriesRefused, factory: registry))
        spans = SpanQueue.Result.allCases.map { result in
            let counter = Counter(label: Name.spans, dimensions: [("result", result.rawValue)], factory: registry)
            return (result, GrowingCount(counter))
        }
        Gauge(label: Name.buildInfo, dimensions: [("version", Version.current)], factory: registry).record(1)
    }

    /// - Parameter runtime: whose state is told besides what was recorded.
    /// - Returns: what makes the text.
    func text(of runtime: Runtime, tls: ListenerTLS?, tracer: Tracer?) -> @Sendable () -> [UInt8] {
        let vendors = runtime.providers.map { VendorMetrics(registry, $0) }
        let log = runtime.log
        let policies = PolicyMetrics(registry, policies: runtime.policies, decisions: runtime.decisions)
        let tls = TLSMetrics(registry, tls: tls)
        return { [self] in
            policies.refresh()
            tls.refresh()
            for event in policies.events { decisions.expect(event: event) }
            for vendor in vendors { vendor.refresh() }
            self.log.refresh(log)
            process.refresh()
            linesDropped.grow(to: StandardErrorLines.shared.dropped)
            seriesRefused.grow(to: registry.refused)
            if let queue = tracer?.queue {
                for (result, count) in spans { count.grow(to: queue.count(of: result)) }
            }
            return registry.text()
        }
    }
}
