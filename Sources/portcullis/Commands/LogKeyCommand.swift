import ArgumentParser
import DecisionLog
import Foundation
import SystemPackage

struct LogKeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Make keys for checkpoints.", subcommands: [Generate.self])

    struct Generate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "generate",
            abstract: "Make a new key that signs checkpoints.",
            discussion: """
                Writes the private key to FILE, for its owner alone, and prints the public key, which whoever checks the log \
                needs. An existing file is left as it is.
                """)

        @Option(help: "Names the log, best as a host and a path: example.com/signup.")
        var name: String

        @Argument(help: ArgumentHelp("Where the private key goes.", valueName: "file"))
        var path: String

        func run() async throws {
            let key: CheckpointKey
            do throws(DecisionLogError) {
                key = try CheckpointKey(generatedFor: name)
            } catch {
                throw CommandFailure("\(error)", .usage)
            }
            do {
                let file = try FileDescriptor.open(
                    FilePath(path), .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
                    permissions: FilePermissions(rawValue: 0o600))
                try file.closeAfter { _ = try file.writeAll((key.secretText + "\n").utf8) }
            } catch {
                throw CommandFailure("\(path) can't be written (\(error))", .usage)
            }
            try Output.write(line: key.publicKey.description)
        }
    }
}
