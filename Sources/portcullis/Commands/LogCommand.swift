import ArgumentParser
import DecisionLog

struct LogCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "Check and read the decision log.",
        discussion: "These work beside a running service and need none.",
        subcommands: [
            LogVerifyCommand.self, LogTailCommand.self, LogShowCommand.self, LogQueryCommand.self, LogProveCommand.self,
            LogCheckProofCommand.self, LogPseudonymCommand.self, LogKeyCommand.self,
        ])
}

/// Where the log is: the command's last argument, else the configured directory.
struct LogDirectoryArgument: ParsableArguments {
    @OptionGroup var config: ConfigOptions

    @Argument(
        help: ArgumentHelp("The log's directory. Default: log.directory of the configuration.", valueName: "directory"))
    var directory: String?

    func path() async throws(CommandFailure) -> String {
        if let directory { return directory }
        do throws(SettingsError) {
            return try await Settings.load(path: config.path).log.directory
        } catch {
            throw CommandFailure(error.description, .usage)
        }
    }
}

enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
}
