import ArgumentParser
import DecisionLog

struct LogProveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove",
        abstract: "Make a proof that a record is in the log.",
        discussion: """
            A JSON object with the record, its way up the log's Merkle tree, and a signed checkpoint. It can be checked with \
            nothing but the log's public key:
              portcullis log prove dec_01jd… > proof.json
              portcullis log check-proof --key log.pub proof.json
            """)

    @Argument(help: "The record's id.")
    var id: String

    @OptionGroup var directory: LogDirectoryArgument

    func run() async throws {
        let path = try await directory.path()
        let proof: InclusionProof
        do throws(DecisionLogError) {
            proof = try LogProver.prove(id: id, directory: path)
        } catch .notFound(let text) {
            throw CommandFailure(text, .notGood)
        } catch {
            throw CommandFailure("\(error)", .usage)
        }
        try Output.write(proof.json)
    }
}
