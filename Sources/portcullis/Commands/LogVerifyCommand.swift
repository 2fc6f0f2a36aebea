import ArgumentParser
import CEL
import DecisionLog

struct LogVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check that nothing in the log was lost or altered.",
        discussion: """
            Recomputes every record's hash, the chain from record to record, and the sequence, from the first record \
            on. Ends with 1 and names the first bad record if one is found. Keep the last hash somewhere else, and you \
            can see later whether the end was cut off.
            """)

    @Option(help: "text or json.")
    var format = OutputFormat.text

    @OptionGroup var directory: LogDirectoryArgument

    func run() async throws {
        let path = try await directory.path()
        let report: LogVerifier.Report
        do throws(DecisionLogError) {
            report = try LogVerifier.verify(directory: path)
        } catch {
            throw CommandFailure("\(error)", .usage)
        }
        switch format {
        case .text: try printText(report, path)
        case .json:
            print(Self.json(report))
            if !report.isGood { throw ExitCode(CommandFailure.Code.notGood.rawValue) }
        }
    }

    private func printText(_ report: LogVerifier.Report, _ path: String) throws(CommandFailure) {
        if let problem = report.problem {
            throw CommandFailure("\(path): NOT GOOD after \(report.records) good records\n\(problem)", .notGood)
        }
        print("\(path): good, \(report.records) records in \(report.segments) file(s), \(report.bytes) bytes")
        if let first = report.firstTime, let last = report.lastTime { print("from \(first) to \(last)") }
        print("last sequence \(report.lastSequence), last hash \(report.lastHash)")
        if report.incompleteBytes > 0 {
            print("\(report.incompleteBytes) bytes of an unfinished record at the end: never answered, not an error")
        }
    }

    private static func json(_ report: LogVerifier.Report) -> String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("good", report.isGood)
        writer.member("segments", report.segments)
        writer.member("records", Int(clamping: report.records))
        writer.member("bytes", Int(clamping: report.bytes))
        writer.member("last_sequence", Int(clamping: report.lastSequence))
        writer.member("last_hash", "\(report.lastHash)")
        writer.member("incomplete_bytes", report.incompleteBytes)
        if let problem = report.problem {
            writer.key("problem")
            writer.beginObject()
            writer.member("file", problem.file)
            writer.member("line", problem.line)
            writer.member("byte_offset", Int(clamping: problem.byteOffset))
            writer.member("defect", "\(problem.defect)")
            writer.endObject()
        }
        writer.endObject()
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
