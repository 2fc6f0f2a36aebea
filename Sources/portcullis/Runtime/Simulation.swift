import Logging
import Simulator

/// The simulated vendors in place of the real ones, reached over HTTP like them.
enum Simulation {
    private static let option = SettingValue.Source.option("--simulate")

    /// The settings that point both vendors at a simulator.
    static func options(baseURL: String, configuration: Simulator.Configuration) -> [String: SettingValue] {
        var options: [String: SettingValue] = [:]
        for vendor in ["tripwire", "verisoul"] {
            options["providers.\(vendor).enabled"] = SettingValue(text: "true", source: option)
            options["providers.\(vendor).quota_per_minute"] = SettingValue(text: "0", source: option)
            options["providers.\(vendor).base_url"] = SettingValue(text: baseURL, source: option)
        }
        // The simulated faults are the sessions', not the vendors': one session's must not become another's. And nobody
        // counts the calls.
        options["breaker.enabled"] = SettingValue(text: "false", source: option)
        options["retry.budget_tokens"] = SettingValue(text: "1000", source: option)
        // What was decided on nothing has to be told from the rest, in a log that may hold both.
        options["log.instance"] = SettingValue(text: "simulated", source: option)
        options["providers.tripwire.secret_key"] = SettingValue(text: configuration.tripwireSecretKey, source: option)
        options["providers.verisoul.api_key"] = SettingValue(text: configuration.verisoulAPIKey, source: option)
        return options
    }

    /// Runs `work` with settings that point at a simulator if that is wanted, with the plain ones otherwise.
    static func run<Output: Sendable>(
        if simulate: Bool, configPath: String?, extra: [String: SettingValue] = [:],
        _ work: @escaping @Sendable (Settings) async throws -> Output
    ) async throws -> Output {
        guard simulate else { return try await work(try await Settings.load(path: configPath, options: extra)) }
        let configuration = Simulator.Configuration()
        let simulator = try Simulator(configuration, logger: Logger(label: "portcullis.simulator"))
        return try await simulator.run { baseURL in
            let options = options(baseURL: baseURL, configuration: configuration)
            return try await work(
                try await Settings.load(path: configPath, options: options.merging(extra) { $1 }))
        }
    }
}
