import ArgumentParser
import CEL
import DecisionLog
import Decisions
import Foundation

struct LogShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print one record.",
        discussion: """
            As it stands in the log, on one line. Ends with 1 if no record has the id.
              portcullis log show dec_01jd… | jq .data.decision
              portcullis log show dec_01jd… --challenger
            """)

    @Argument(help: "The record's id, such as that of a decision.")
    var id: String

    @Flag(help: "What the challenger would have decided instead. Ends with 1 if the log doesn't say.")
    var challenger = false

    @OptionGroup var directory: LogDirectoryArgument

    func run() async throws {
        let path = try await directory.path()
        let line: [UInt8]?
        do throws(DecisionLogError) {
            line = try LogSearch.line(id: id, directory: path)
        } catch {
            throw CommandFailure("\(error)", .usage)
        }
        guard var line else { throw CommandFailure("No record of the log in \(path) has this id.", .notGood) }
        if challenger { line = try result(of: line, directory: path) }
        try Output.write(line + [UInt8(ascii: "\n")])
    }

    /// Results come some records after their decisions.
    private func result(of decision: [UInt8], directory path: String) throws(CommandFailure) -> [UInt8] {
        var query = RecordQuery()
        query.type = Challenger.recordType
        do throws(LoggedDecisionError) {
            query.since = Date(timeIntervalSince1970: Double(try LoggedDecision(decision).createdAt.seconds))
        } catch {
            throw CommandFailure("\(id) is no decision: \(error)", .usage)
        }
        do throws(DecisionLogError) {
            var records = try LogQuery(query, directory: path)
            while let record = try records.nextEntry() {
                if let result = LoggedTrial(of: id, in: record.line, data: record.data) { return result.json }
            }
        } catch {
            throw CommandFailure("\(error)", .usage)
        }
        throw CommandFailure("The log in \(path) doesn't say what a challenger would have decided.", .notGood)
    }
}
