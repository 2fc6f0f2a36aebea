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
    private let requestsInFlight: Gauge
    private let refusals: [(Admission.Limit, GrowingCount)]
    private let failures: [(String, GrowingCount)]
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
        requestsInFlight = Gauge(label: Name.requestsInFlight, factory: registry)
        refusals = Admission.Limit.allCases.map { limit in
            let dimensions = [("limit", limit.rawValue)]
            return (limit, GrowingCount(Counter(label: Name.refused, dimensions: dimensions, factory: registry)))
        }
        failures = FailureBrake.reasons.map { reason in
            let dimensions = [("reason", reason)]
            return (
                reason,
                GrowingCount(Counter(label: Name.authenticationFailures, dimensions: dimensions, factory: registry))
            )
        }
        spans = SpanQueue.Result.allCases.map { result in
            let counter = Counter(label: Name.spans, dimensions: [("result", result.rawValue)], factory: registry)
            return (result, GrowingCount(counter))
        }
        Gauge(label: Name.buildInfo, dimensions: [("version", Version.current)], factory: registry).record(1)
    }

    /// - Parameters:
    ///   - runtime: whose state is told besides what was recorded.
    ///   - brake: the same, and `admission`.
    /// - Returns: what makes the text.
    func text(
        of runtime: Runtime, tls: ListenerTLS?, brake: FailureBrake, admission: Admission, tracer: Tracer?
    ) -> @Sendable () -> [UInt8] {
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
            requestsInFlight.record(admission.requestsInFlight)
            for (limit, count) in refusals { count.grow(to: Int64(admission.refused(limit))) }
            for (reason, count) in failures { count.grow(to: brake.count(of: reason)) }
            if let queue = tracer?.queue {
                for (result, count) in spans { count.grow(to: queue.count(of: result)) }
            }
            return registry.text()
        }
    }
}
