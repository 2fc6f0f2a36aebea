import DecisionLog
import Decisions
import Foundation
import Providers
import Server

extension Settings {
    static let standardPath = "Config/portcullis.yaml"

    /// Reads and checks all settings.
    ///
    /// - Parameters:
    ///   - path: the YAML file; nil for ``standardPath``, which may be missing.
    ///   - options: what options of the command line set, by the setting's name.
    /// - Throws: ``SettingsError`` with every mistake.
    static func load(
        path: String?, environment: [String: String] = ProcessInfo.processInfo.environment,
        options: [String: SettingValue] = [:]
    ) async throws(SettingsError) -> Settings {
        var reader = try await SettingsReader(path: path, environment: environment, options: options)
        var values: [(key: SettingKey, value: SettingValue)] = []
        for key in SettingKey.all {
            if let value = reader.value(key) { values.append((key, value)) }
        }
        var builder = Builder(
            texts: Dictionary(values.map { ($0.key.name, $0.value.text) }, uniquingKeysWith: { $1 }),
            problems: reader.problems)
        let settings = builder.settings(values)
        guard builder.problems.isEmpty else { throw SettingsError(problems: builder.problems) }
        return settings
    }

    /// Brings texts that have the right form into the types that the parts take; notes what doesn't fit together.
    struct Builder {
        let texts: [String: String]
        var problems: [String]

        mutating func settings(_ values: [(key: SettingKey, value: SettingValue)]) -> Settings {
            let clientNames = clientNames()
            let authentication = authentication(clientNames)
            let address = address(isAuthenticated: authentication.isConfigured)
            let vendors = vendors()
            let pseudonyms = pseudonyms()
            return Settings(
                address: address, tls: tls(), clientNames: clientNames, authentication: authentication,
                maxRequestsInFlight: integer("server.max_requests_in_flight"), vendors: vendors,
                decisionTimeout: .milliseconds(integer("decision.deadline_ms")),
                sealedTokens: SealedTokenRule(
                    use: texts["providers.tripwire.sealed_token.use"].flatMap { .init(rawValue: $0) } ?? .fallback,
                    maxAge: .milliseconds(integer("providers.tripwire.sealed_token.max_age_ms"))),
                policyDirectory: texts["policy.directory"] ?? "",
                policyReloadInterval: positive("policy.reload_interval_ms").map { .milliseconds($0) },
                policyMaxAge: positive("policy.max_age_s").map { .seconds($0) },
                challengerDirectory: texts["policy.challenger_directory"],
                idempotency: (.seconds(integer("idempotency.ttl_s")), integer("idempotency.max_entries")), log: log(),
                checkpointPost: checkpointPost(), privacy: privacy(pseudonyms),
                evidence: texts["log.evidence"].flatMap(EvidenceLevel.init) ?? .normalized, pseudonyms: pseudonyms,
                isMetered: texts["metrics.enabled"] != "false", tracing: tracing(), values: values)
        }

        /// In its range if the setting was good; otherwise a problem is noted already and the number isn't used.
        func integer(_ name: String) -> Int { texts[name].flatMap { Int($0) } ?? 0 }

        /// Nil for 0, where that stands for none.
        private func positive(_ name: String) -> Int? {
            let number = integer(name)
            return number > 0 ? number : nil
        }
    }
}
