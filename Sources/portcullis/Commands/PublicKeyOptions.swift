import ArgumentParser
import DecisionLog

/// The keys that a log's checkpoints have to be signed with.
struct PublicKeyOptions: ParsableArguments {
    @Option(
        name: .customLong("key"),
        help: ArgumentHelp(
            "A public key for checkpoints, or a file with one in each line; may be given more than once.",
            valueName: "key-or-file"))
    var keys: [String] = []

    /// - Throws: for what is neither a key nor a file of keys.
    func load() throws(CommandFailure) -> [CheckpointPublicKey] {
        var loaded: [CheckpointPublicKey] = []
        for text in keys {
            if let key = try? CheckpointPublicKey(text) {
                loaded.append(key)
                continue
            }
            // Taken for the name of a file it would be shown.
            guard !text.hasPrefix(CheckpointKey.prefix) else {
                throw CommandFailure(
                    "--key: this is a private key; give the public one, which 'portcullis log key generate' printed beside it",
                    .usage)
            }
            let lines = String(decoding: try InputFile.read(text), as: UTF8.self).split(whereSeparator: \.isNewline)
            // Nobody asks for signatures to be checked with no key.
            guard !lines.isEmpty else { throw CommandFailure("\(text): holds no public key", .usage) }
            for line in lines {
                do throws(DecisionLogError) {
                    loaded.append(try CheckpointPublicKey(String(line)))
                } catch {
                    throw CommandFailure("\(text): \(error)", .usage)
                }
            }
        }
        return loaded
    }
}
