import ArgumentParser
import Decisions
import Policy

/// Which policies to use: a file, a directory, or the configured one.
struct PolicyOption: ParsableArguments {
    @Option(
        name: .customLong("policy"),
        help: ArgumentHelp(
            "A policy's file, or a directory of policies. Default: policy.directory of the configuration.",
            valueName: "path"))
    var path: String?

    /// - Throws: ``CommandFailure`` with every mistake.
    func policies(_ config: ConfigOptions) async throws(CommandFailure) -> [Policy] {
        try Self.load(try await path(config))
    }

    private func path(_ config: ConfigOptions) async throws(CommandFailure) -> String {
        if let path { return path }
        do throws(SettingsError) {
            return try await Settings.load(path: config.path).policyDirectory
        } catch {
            throw CommandFailure(error.description, .usage)
        }
    }

    /// One policy of a file of its own.
    ///
    /// - Throws: ``CommandFailure`` with every mistake.
    static func load(file: String) throws(CommandFailure) -> Policy {
        guard let policy = try load(file).first, file.hasSuffix(".yaml") else {
            throw CommandFailure("\(file): a policy's file was expected, which ends in .yaml", .usage)
        }
        return policy
    }

    private static func load(_ path: String) throws(CommandFailure) -> [Policy] {
        do throws(PolicyLoadError) {
            return try PolicyLoader(vocabulary: .portcullis).check(path).policies
        } catch {
            throw CommandFailure(error.description, .usage)
        }
    }
}
