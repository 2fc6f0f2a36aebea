import Curl
import DecisionLog
import Decisions
import Foundation
import Hummingbird
import Logging
import NIOCore
import Policy
import Server
import ServiceLifecycle
import SystemPackage
import UnixSignals

/// Runs the whole service until SIGTERM or SIGINT.
struct ServiceRunner: Sendable {
    /// What a request may take beyond its deadline on a graceful stop: its commit and its answer.
    private static let shutdownReserve = Duration.seconds(5)

    let settings: Settings
    let logger: Logger

    /// - Parameter onReady: called with the address once requests are accepted.
    func run(onReady: @escaping @Sendable (ListenAddress) async -> Void) async throws {
        let tls = try tls()
        let brake = FailureBrake()
        let admission = Admission(maxRequestsInFlight: settings.maxRequestsInFlight)
        let metrics = settings.isMetered ? ServiceMetrics(providers: settings.vendors.map(\.name)) : nil
        let tracer = settings.tracing.map { Tracer(queue: SpanQueue(), sampleRatio: $0.sampleRatio) }
        let telemetry = ServiceTelemetry(metrics: metrics, tracer: tracer, logger: logger, admission: admission)
        let exporter = try exporter(tracer)
        let runtime = try await Runtime(settings: settings, telemetry: telemetry)
        let server = PortcullisServer(
            configuration: .init(
                address: settings.address, tls: tls, clientNames: settings.clientNames,
                authentication: settings.authentication, brake: brake, admission: admission,
                decisionTimeout: settings.decisionTimeout),
            service: runtime.decisions, readiness: { runtime.readiness(tls: tls?.health) },
            reloadPolicies: { await runtime.policies.reload() },
            telemetry: telemetry.server(of: runtime, tls: tls, brake: brake, admission: admission), logger: logger)
        logStart(runtime, tls)
        restoreKeys(runtime)
        let connections = server.service { [logger] address in
            logger.info("ready", metadata: ["address": "\(address)"])
            await onReady(address)
        }
        // Stopped in reverse order: no new requests, those in flight to their end, the vendors' clients, what tells of
        // them, the challenger, the log.
        let hangup = HangupService(log: runtime.log, policies: runtime.policies, logger: logger)
        let reload = PolicyReloadService(
            policies: runtime.policies, log: runtime.log, interval: settings.policyReloadInterval, logger: logger)
        // The publisher after the log, whose end makes the last checkpoint.
        let publishers: [any Service] = runtime.publisher.map { [$0] } ?? []
        let challenger: [any Service] =
            settings.challengerDirectory == nil ? [] : [ChallengerService(challenger: runtime.decisions.challenger)]
        let certificates: [any Service] = tls.map { [TLSReloadService(tls: $0, logger: logger)] } ?? []
        let log = LogService(log: runtime.log, rotationChanges: runtime.rotationChanges, logger: logger)
        let services: [any Service] =
            certificates + publishers + [log] + challenger
            + [hangup, reload] + exporter
            + runtime.curlClients + [connections]
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = settings.decisionTimeout + Self.shutdownReserve
        do {
            try await ServiceGroup(configuration: configuration).run()
            logger.info("stopped")
        } catch {
            // Harmless if the group has done it already.
            await runtime.close()
            switch error {
            case let error as IOError:
                throw StartError.listen(settings.address, reason: "\(Errno(rawValue: error.errnoCode))")
            case let error as UnixSocketError:
                throw StartError.listen(settings.address, reason: "\(error)")
            default:
                throw error
            }
        }
    }

    private func tls() throws(StartError) -> ListenerTLS? {
        guard let files = settings.tls else { return nil }
        do throws(TLSFileError) {
            return try ListenerTLS(files)
        } catch {
            throw .tls(error)
        }
    }

    /// The idempotency keys of the runs before, from the log.
    private func restoreKeys(_ runtime: Runtime) {
        guard let problem = runtime.decisions.idempotency.restore(from: runtime.log, now: Date()) else { return }
        logger.warning(
            "some idempotency keys of earlier runs aren't known any more: a request that is sent again with one is decided anew",
            metadata: ["reason": "\(problem)"])
    }

    /// The client is stopped after who uses it.
    private func exporter(_ tracer: Tracer?) throws -> [any Service] {
        guard let tracer, let tracing = settings.tracing else { return [] }
        let curl = try CurlClient(configuration: tracing.connection)
        let exporter = SpanExporter(
            queue: tracer.queue, settings: tracing, request: OTLPRequest(instance: settings.log.instance), curl: curl,
            logger: logger)
        return [curl, exporter]
    }

    private func logStart(_ runtime: Runtime, _ tls: ListenerTLS?) {
        runtime.policies.tellStart(logger)
        if let notAfter = tls?.health.notAfter {
            logger.info("certificate loaded", metadata: ["not_after": "\(notAfter.ISO8601Format())"])
        }
        logger.info(
            "decision log open",
            metadata: ["directory": "\(settings.log.directory)", "durability": "\(settings.log.durability.name)"])
        logRecovery(runtime.log.recovered)
        if let caveat = settings.log.durability.caveat { logger.warning("\(caveat)") }
        if !settings.authentication.isConfigured {
            logger.notice(
                "anybody on this machine may call: none of auth.bearer_keys, auth.webhook_secrets and auth.client_names is set"
            )
        }
    }

    /// What of the run before an operator has to know.
    private func logRecovery(_ recovered: RecoverySummary) {
        if recovered.tornBytes > 0 {
            logger.warning(
                "the last run ended in the middle of a write: what it left was cut off and kept aside",
                metadata: ["bytes": "\(recovered.tornBytes)", "file": "\(recovered.tornFile ?? "")"])
        }
        if let damaged = recovered.setAside {
            logger.error(
                "the log was damaged: it was moved aside, and a new chain begun",
                metadata: ["directory": "\(damaged.name)", "reason": "\(damaged.reason)"])
        }
    }
}
