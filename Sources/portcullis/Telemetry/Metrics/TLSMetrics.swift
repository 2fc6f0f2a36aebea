import CoreMetrics
import FoundationEssentials
import Server

/// When the listener's certificate ends.
final class TLSMetrics: Sendable {
    private let tls: ListenerTLS?
    private let notAfter: Gauge

    /// - Parameter tls: nil without TLS.
    init(_ registry: MetricRegistry, tls: ListenerTLS?) {
        self.tls = tls
        notAfter = Gauge(label: MetricCatalogue.Name.certificateNotAfter, factory: registry)
    }

    func refresh() { notAfter.record(tls?.health.notAfter.timeIntervalSince1970 ?? 0) }
}
