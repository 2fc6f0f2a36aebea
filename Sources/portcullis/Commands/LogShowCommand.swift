import ArgumentParser
import DecisionLog

struct LogShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print one record.",
        discussion: """
            As it stands in the log, on one line. Ends with 1 if no record has the id.
              portcullis log show dec_01jd… | jq .data.decision
            """)

    @Argument(help: "The record's id, such as that of a decision.")
    var id: String

    @OptionGroup var directory: LogDirectoryArgument

    func run() async throws {
        let path = try await directory.path()
        let line: [UInt8]?
        do throws(DecisionLogError) {
            line = try LogSearch.line(id: id, directory: path)
        } catch {
            throw CommandFailure("\(error)", .usage)
        }
        guard let line else { throw CommandFailure("No record of the log in \(path) has this id.", .notGood) }
        try Output.write(line + [UInt8(ascii: "\n")])
    }
}
