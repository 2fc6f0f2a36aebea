import ArgumentParser
import Policy

struct PolicyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Check, test, try and explain policies.",
        discussion: "These work beside a running service and need none.",
        subcommands: [
            PolicyCheckCommand.self, PolicyTestCommand.self, PolicyEvalCommand.self,
            PolicyExplainCommand.self, PolicyReplayCommand.self,
        ])
}

/// What to look at: the command's last arguments, else the configured directory.
struct PolicyPathArguments: ParsableArguments {
    @OptionGroup var config: ConfigOptions

    @Argument(
        help: ArgumentHelp(
            "Files, or directories with them. Default: policy.directory of the configuration.", valueName: "path"))
    var paths: [String] = []

    func all() async throws(CommandFailure) -> [String] {
        guard paths.isEmpty else { return paths }
        do throws(SettingsError) {
            return [try await Settings.load(path: config.path).policyDirectory]
        } catch {
            throw CommandFailure(error.description, .usage)
        }
    }
}
