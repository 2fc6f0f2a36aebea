import ArgumentParser
import DecisionLog

struct LogTailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tail",
        abstract: "Print the newest records.",
        discussion: """
            As one line each for people, or with --format json as they are in the log, for pipes. A file that ends before its last record \
            doesn't end this: that is told on standard error, and what is in the next file follows. Without --follow it ends with 2 then.
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
        var isWhole = true
        do {
            for try await entry in tail {
                switch entry {
                case .line(let line): guard try isTaken(line) else { return }
                case .missing(let error):
                    Output.printError("\(error)")
                    isWhole = false
                }
            }
        } catch let error as DecisionLogError {
            throw CommandFailure("\(error)", .usage)
        }
        if !isWhole { throw ExitCode(CommandFailure.Code.usage.rawValue) }
    }

    /// - Returns: false if nobody reads any more.
    private func isTaken(_ line: [UInt8]) throws(CommandFailure) -> Bool {
        let text = format == .json ? line : Array(RecordSummary(line: line).description.utf8)
        return try Output.write(untilClosed: text + [UInt8(ascii: "\n")])
    }
}
