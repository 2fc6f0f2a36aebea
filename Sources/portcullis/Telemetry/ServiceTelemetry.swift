import DecisionLog
import Decisions
import Logging
import Providers
import Server
import Upstream

/// Whom the parts of a service tell of their work. Where nobody is told, nothing is asked for.
struct ServiceTelemetry: Sendable {
    var metrics: ServiceMetrics?
    var tracer: Tracer?
    /// Gets a line a request to a vendor, at the level `debug`.
    var logger: Logger?
    /// Learns what decisions take, as what comes of them is told; nil where there is no service.
    var admission: Admission?

    func attempts(of provider: ProviderName) -> AttemptObserver? {
        let log = logger.flatMap { AttemptLog.observer(of: provider, logger: $0) }
        let metrics = metrics?.attempts[provider]
        guard log != nil || metrics != nil || tracer != nil else { return nil }
        return { [tracer] attempt in
            metrics?.record(attempt)
            tracer?.record(attempt, of: provider)
            log?(attempt)
        }
    }

    var decisions: DecisionObserver? {
        let metrics = metrics?.decisions
        guard metrics != nil || tracer != nil || admission != nil else { return nil }
        return { [tracer, admission] report in
            metrics?.record(report)
            tracer?.record(report)
            admission?.measured(report.end - report.gathered)
        }
    }

    var log: DecisionLog.Observer? {
        guard let log = metrics?.log else { return nil }
        return { log.record($0) }
    }

    func server(
        of runtime: Runtime, tls: ListenerTLS?, brake: FailureBrake, admission: Admission
    ) -> ServerTelemetry {
        var telemetry = ServerTelemetry()
        if let metrics {
            let requests = metrics.requests
            telemetry.metrics = metrics.text(
                of: runtime, tls: tls, brake: brake, admission: admission, tracer: tracer)
            telemetry.observe = { requests.record($0, $1) }
        }
        if let tracer {
            telemetry.tracing = RequestTracing(begin: { tracer.begin($0) }, end: { tracer.end($0) })
        }
        return telemetry
    }
}
