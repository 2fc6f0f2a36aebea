import Curl
import DecisionLog
import Decisions
import Foundation
import Logging
import Policy
import Providers
import Server
import Upstream

/// The parts of a running service, built from the settings and wired together. Whoever builds one closes it.
struct Runtime: Sendable {
    let log: DecisionLog
    let policies: PolicyReloader
    let decisions: DecisionService
    let curlClients: [CurlClient]
    private let providers: [Provider]
    private let policyMaxAge: Duration?

    /// Loads the policies, opens the log (which locks its directory) and starts a client for each vendor.
    ///
    /// - Parameter logger: gets a line a request to a vendor, at the level `debug`; nil for none.
    /// - Throws: ``StartError``.
    init(settings: Settings, logger: Logger? = nil) async throws(StartError) {
        guard !settings.vendors.isEmpty else { throw .noVendor }
        policies = try Self.policies(settings)
        policyMaxAge = settings.policyMaxAge
        (providers, curlClients) = try Self.providers(settings, logger)
        log = try Self.openLog(settings)
        decisions = DecisionService(
            providers: providers, policies: policies.store, log: log, privacy: settings.privacy,
            sealedTokens: settings.sealedTokens)
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
        await log.close()
    }

    /// What `readyz` tells. A vendor that refuses our key doesn't stop decisions, which are then degraded.
    func readiness() -> Readiness {
        var components: [Readiness.Component] = []
        switch log.health {
        case .writable:
            components.append(.init("log", .ok))
        case .notWritable(let since, let reason):
            let time = since.ISO8601Format()
            components.append(.init("log", .failed, reason: "not writable since \(time): \(reason)"))
        }
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
        return Readiness(components)
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
        _ settings: Settings, _ logger: Logger?
    ) throws(StartError) -> ([Provider], [CurlClient]) {
        var providers: [Provider] = []
        var clients: [CurlClient] = []
        do {
            for vendor in settings.vendors {
                let client = try CurlClient(configuration: vendor.connection)
                clients.append(client)
                let observe = logger.flatMap { AttemptLog.observer(of: vendor.name, logger: $0) }
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

    private static func openLog(_ settings: Settings) throws(StartError) -> DecisionLog {
        do throws(DecisionLogError) {
            return try DecisionLog.open(settings.log)
        } catch {
            throw .log(error)
        }
    }
}
