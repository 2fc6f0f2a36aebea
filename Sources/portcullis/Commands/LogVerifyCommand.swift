import ArgumentParser
import CEL
import DecisionLog

struct LogVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check that nothing in the log was lost or altered.",
        discussion: """
            Recomputes every record's hash, the chain from record to record, the sequence, the Merkle tree and the roots of \
            all checkpoints, from the first record on. Ends with 1 and names the first thing that isn't good, if one is found. \
            Keep a checkpoint, or the last hash, somewhere else, and you can see later whether the end was cut off or all \
            was written anew.
            """)

    @OptionGroup var keys: PublicKeyOptions

    @Option(
        help: ArgumentHelp("A file with a checkpoint that you kept: the log has to go on from it.", valueName: "file"))
    var fromCheckpoint: String?

    @Option(help: "text or json.")
    var format = OutputFormat.text

    @OptionGroup var directory: LogDirectoryArgument

    func run() async throws {
        let path = try await directory.path()
        let keys = try keys.load()
        let kept = try fromCheckpoint.map { file throws(CommandFailure) in try InputFile.read(file) }
        let report: LogVerifier.Report
        do throws(DecisionLogError) {
            report = try LogVerifier.verify(directory: path, publicKeys: keys, kept: kept)
        } catch {
            throw CommandFailure("\(error)", .usage)
        }
        switch format {
        case .text: try printText(report, path)
        case .json:
            try Output.write(line: Self.json(report))
            if !report.isGood { throw ExitCode(CommandFailure.Code.notGood.rawValue) }
        }
    }

    private func printText(_ report: LogVerifier.Report, _ path: String) throws(CommandFailure) {
        if let problem = report.problem {
            throw CommandFailure("\(path): NOT GOOD after \(report.records) good records\n\(problem)", .notGood)
        }
        var lines = ["\(path): good, \(report.records) records in \(report.segments) file(s), \(report.bytes) bytes"]
        if let first = report.firstTime, let last = report.lastTime { lines.append("from \(first) to \(last)") }
        lines.append("last sequence \(report.lastSequence), last hash \(report.lastHash)")
        if report.removedRecords > 0 {
            lines.append("\(report.removedRecords) older records were removed, as the log says itself")
        }
        if report.checkpoints > 0 {
            let signatures = report.areSignaturesChecked ? "" : ", whose signatures weren't checked: no --key was given"
            lines.append(
                "\(report.checkpoints) good checkpoint(s), of the first \(report.lastCheckpointSize) records\(signatures)"
            )
        }
        if report.unansweredBytes > 0 {
            lines.append(
                "\(report.unansweredBytes) bytes behind the ends of closed segments: never answered, and no records")
        }
        if report.incompleteBytes > 0 {
            lines.append(
                "\(report.incompleteBytes) bytes of an unfinished record at the end: never answered, not an error")
        }
        try Output.write(line: lines.joined(separator: "\n"))
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
        writer.member("unanswered_bytes", Int(clamping: report.unansweredBytes))
        writer.member("removed_records", Int(clamping: report.removedRecords))
        writer.member("root", "\(report.root)")
        writer.member("checkpoints", report.checkpoints)
        writer.member("last_checkpoint_size", Int(clamping: report.lastCheckpointSize))
        writer.member("signatures_checked", report.areSignaturesChecked)
        if let problem = report.problem {
            writer.key("problem")
            writer.beginObject()
            writer.member("file", problem.file)
            writer.member("line", problem.line)
            writer.member("byte_offset", Int(clamping: problem.byteOffset))
            writer.member("defect", "\(problem.defect)")
            if let change = problem.change { writer.member("change", change) }
            writer.endObject()
        }
        writer.endObject()
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
