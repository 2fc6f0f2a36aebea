import Curl
import DecisionLog
import Decisions
import Foundation
import Policy
import Providers
import Server
import Upstream

/// The parts of a running service, built from the settings and wired together. Whoever builds one closes it.
struct Runtime: Sendable {
    let log: DecisionLog
    /// The newest of them, for one reader.
    let rotationChanges: AsyncStream<RotationChange>
    let policies: PolicyReloader
    let decisions: DecisionService
    let curlClients: [CurlClient]
    /// Nil if checkpoints aren't posted.
    let publisher: CheckpointPublisher?
    let providers: [Provider]
    private let policyMaxAge: Duration?
    private let durability: Durability

    /// Loads the policies, opens the log (which locks its directory) and starts a client for each vendor.
    ///
    /// - Parameter telemetry: what is told of the parts' work; without a logger, as for one decision without a service,
    ///   checkpoints are left to be posted with the next.
    /// - Throws: ``StartError``.
    init(settings: Settings, telemetry: ServiceTelemetry = ServiceTelemetry()) async throws(StartError) {
        guard !settings.vendors.isEmpty else { throw .noVendor }
        policies = try Self.policies(settings)
        policyMaxAge = settings.policyMaxAge
        (providers, curlClients) = try Self.providers(settings, telemetry)
        durability = settings.log.durability
        let publisher = telemetry.logger.flatMap { logger in
            settings.checkpointPost.map { CheckpointPublisher($0, logger: logger) }
        }
        self.publisher = publisher
        let changes = AsyncStream<RotationChange>.makeStream(bufferingPolicy: .bufferingNewest(16))
        rotationChanges = changes.stream
        log = try Self.openLog(settings, publisher, telemetry) { event in
            if let change = RotationChange(event) { changes.continuation.yield(change) }
        }
        decisions = DecisionService(
            providers: providers, policies: policies.store, log: log, privacy: settings.privacy,
            evidence: settings.evidence, sealedTokens: settings.sealedTokens,
            idempotency: IdempotencyStore(
                timeToLive: settings.idempotency.timeToLive, maxEntries: settings.idempotency.maxEntries,
                pseudonyms: settings.pseudonyms),
            observe: telemetry.decisions)
        do throws(DecisionLogError) {
            try await policies.recordStart(on: log)
        } catch {
            await close()
            throw .log(error)
        }
    }

    /// Ends what was started, the log last.
    func close() async {
        for client in curlClients { try? await client.shutdown() }
        await ChallengerService(challenger: decisions.challenger).finish()
        _ = await log.close(within: LogService.maxCloseDuration)
    }

    /// What `readyz` tells. A vendor that refuses our key doesn't stop decisions, which are then degraded.
    ///
    /// - Parameter tls: the listener's; nil without TLS.
    func readiness(tls: ListenerTLS.Health?) -> Readiness {
        var components: [Readiness.Component] = []
        switch log.health {
        case .writable:
            components.append(.init("log", .ok, reason: durability.caveat))
        case .notWritable(let since, let reason):
            let time = since.ISO8601Format()
            components.append(.init("log", .failed, reason: "not writable since \(time): \(reason)"))
        }
        components += checkpointComponents() + segmentComponents()
        let inForce = policies.store.current
        for directory in policies.directories {
            components.append(
                PolicyReadiness.component(
                    directory, loaded: directory.role == .policy ? inForce.policies : inForce.challengers,
                    maxAge: policyMaxAge, now: Date()))
        }
        for provider in providers {
            components.append(Self.component(provider))
        }
        if let tls { components.append(TLSReadiness.component(tls, now: Date())) }
        return Readiness(components)
    }

    /// Checkpoints that fail stop no decision, but whoever relies on them has to know.
    private func checkpointComponents() -> [Readiness.Component] {
        var components: [Readiness.Component] = []
        if let health = log.checkpointHealth {
            components.append(Self.component("checkpoints", health, failing: "not written"))
        }
        if let publisher {
            let health = publisher.failure.map { DecisionLog.Health.notWritable(since: $0.since, reason: $0.reason) }
            components.append(Self.component("checkpoint_post", health ?? .writable, failing: "not posted"))
        }
        return components
    }

    /// Nor does a file that grows or stays, until the disk is full, or that stays as it is.
    private func segmentComponents() -> [Readiness.Component] {
        [
            Self.component("log_rotation", log.rotationHealth, failing: "no new file has been begun"),
            log.retentionHealth.map { Self.component("log_retention", $0, failing: "nothing is removed") },
            log.compressionHealth.map { Self.component("log_compression", $0, failing: "a file isn't compressed") },
        ].compactMap(\.self)
    }

    private static func component(
        _ name: String, _ health: DecisionLog.Health, failing: String
    ) -> Readiness.Component {
        switch health {
        case .writable: .init(name, .ok)
        case .notWritable(let since, let reason):
            .init(name, .degraded, reason: "\(failing) since \(since.ISO8601Format()): \(reason)")
        }
    }

    private static func component(_ provider: Provider) -> Readiness.Component {
        let reason: String? =
            switch provider.openReason {
            case _ where provider.isUnauthorized: "the vendor refuses the configured key"
            case .failures: "too many calls failed; the vendor isn't asked for a while"
            case .rateLimited: "the vendor asked for a pause"
            case .unauthorized, nil: nil
            }
        guard let reason else { return .init(provider.name.rawValue, .ok) }
        return .init(provider.name.rawValue, .degraded, reason: reason)
    }

    private static func policies(_ settings: Settings) throws(StartError) -> PolicyReloader {
        do throws(PolicyLoadError) {
            return try PolicyReloader(
                directory: settings.policyDirectory, challengerDirectory: settings.challengerDirectory)
        } catch {
            throw .policy(error)
        }
    }

    private static func providers(
        _ settings: Settings, _ telemetry: ServiceTelemetry
    ) throws(StartError) -> ([Provider], [CurlClient]) {
        var providers: [Provider] = []
        var clients: [CurlClient] = []
        do {
            for vendor in settings.vendors {
                let client = try CurlClient(configuration: vendor.connection)
                clients.append(client)
                let observe = telemetry.attempts(of: vendor.name)
                switch vendor.name {
                case .tripwire:
                    providers.append(
                        try .tripwire(
                            baseURL: vendor.baseURL, secretKey: vendor.key, curl: client,
                            configuration: vendor.upstream, observe: observe))
                case .verisoul:
                    providers.append(
                        try .verisoul(
                            baseURL: vendor.baseURL, apiKey: vendor.key, curl: client,
                            configuration: vendor.upstream, observe: observe))
                }
            }
            return (providers, clients)
        } catch {
            throw .vendor("\(error)")
        }
    }

    private static func openLog(
        _ settings: Settings, _ publisher: CheckpointPublisher?, _ telemetry: ServiceTelemetry,
        observe: @escaping DecisionLog.Observer
    ) throws(StartError) -> DecisionLog {
        var configuration = settings.log
        configuration.observe = { [metrics = telemetry.log] event in
            metrics?(event)
            observe(event)
        }
        if let publisher { configuration.checkpoints?.onSigned = { note in publisher.offer(note) } }
        do throws(DecisionLogError) {
            return try DecisionLog.open(configuration)
        } catch {
            throw .log(error)
        }
    }
}
