import ArgumentParser
import CEL
import DecisionLog

struct LogCheckProofCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-proof",
        abstract: "Check a proof that a record is in a log.",
        discussion:
            "Needs the proof and the log's public key, and nothing of the log. Ends with 1 if the proof doesn't hold, which JSON "
            + "tells as good: false, with the problem.")

    @OptionGroup var keys: PublicKeyOptions

    @Option(help: "text or json.")
    var format = OutputFormat.text

    @Argument(help: "The file with the proof; - is the standard input.")
    var proof: String

    func validate() throws {
        guard !keys.keys.isEmpty else { throw ValidationError("Give the log's public key with --key.") }
    }

    func run() async throws {
        let statement: InclusionProof.Statement
        let (keys, bytes) = (try keys.load(), try InputFile.read(proof))
        do throws(DecisionLogError) {
            statement = try InclusionProof(bytes).check(publicKeys: keys)
        } catch .invalidProof(let defect) where format == .json {
            try Output.write(Self.json(defect: defect))
            throw ExitCode(CommandFailure.Code.notGood.rawValue)
        } catch {
            throw CommandFailure("\(error)", .notGood)
        }
        switch format {
        case .text:
            try Output.write(
                line:
                    "The proof holds: \(statement.id) (\(statement.type)) of \(statement.time) is record \(statement.sequence) of "
                    + "\(statement.origin), whose checkpoint covers \(statement.checkpointSize) records.")
        case .json: try Output.write(Self.json(statement))
        }
    }

    private static func json(_ statement: InclusionProof.Statement) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("good", true)
        writer.member("id", statement.id)
        writer.member("type", statement.type)
        writer.member("time", statement.time)
        writer.member("sequence", Int(clamping: statement.sequence))
        writer.member("origin", statement.origin)
        writer.member("checkpoint_size", Int(clamping: statement.checkpointSize))
        writer.key("data")
        writer.encoded(statement.data)
        writer.endObject()
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    private static func json(defect: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("good", false)
        writer.key("problem")
        writer.beginObject()
        writer.member("defect", defect)
        writer.endObject()
        writer.endObject()
        return writer.bytes + [UInt8(ascii: "\n")]
    }
}
