import ArgumentParser
import DecisionLog

struct LogTailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tail",
        abstract: "Print the newest records.",
        discussion: """
            As one line each for people, or with --format json as they are in the log, for pipes:
              portcullis log tail --follow --format json | jq -r .data.decision.decision
            """)

    @Flag(name: .shortAndLong, help: "Go on printing records as they come, until Ctrl-C.")
    var follow = false

    @Option(name: .shortAndLong, help: ArgumentHelp("How many records to begin with.", valueName: "count"))
    var lines = 10

    @Option(help: "text or json.")
    var format = OutputFormat.text

    @OptionGroup var directory: LogDirectoryArgument

    func validate() throws {
        guard (0...1_000_000).contains(lines) else { throw ValidationError("--lines takes 0 to 1000000.") }
    }

    func run() async throws {
        let tail = LogTail(directory: try await directory.path(), last: lines, follow: follow)
        do {
            for try await line in tail {
                let text = format == .json ? line : Array(RecordSummary(line: line).description.utf8)
                guard try Output.write(untilClosed: text + [UInt8(ascii: "\n")]) else { return }
            }
        } catch let error as DecisionLogError {
            throw CommandFailure("\(error)", .usage)
        }
    }
}
