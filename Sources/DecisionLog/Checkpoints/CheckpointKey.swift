import Crypto
import Foundation

/// The key that signs checkpoints: `PRIVATE+KEY+<name>+<8 hex digits>+<base64>`, a signer key of https://c2sp.org/signed-note.
/// It has no description, so that it gets into no text by accident.
package struct CheckpointKey: Sendable {
    /// What the text of a private key begins with.
    package static let prefix = "PRIVATE+KEY+"
    private let name: String
    private let key: Curve25519.Signing.PrivateKey

    /// A new key.
    ///
    /// - Parameter name: names the log, best as a host and a path without scheme; no white space and no `+`.
    /// - Throws: `.invalidKey` for another name.
    package init(generatedFor name: String) throws(DecisionLogError) {
        guard NoteKey.isName(name) else {
            throw .invalidKey("a key's name has 1 to 256 bytes, and neither white space nor '+'")
        }
        self.name = name
        key = Curve25519.Signing.PrivateKey()
    }

    /// - Throws: `.invalidKey` for any other text, without any of it.
    package init(_ text: String) throws(DecisionLogError) {
        let trimmed = Substring(text.trimmingCharacters(in: .whitespacesAndNewlines))
        guard trimmed.hasPrefix(Self.prefix), let parts = NoteKey.parts(trimmed.dropFirst(Self.prefix.count)),
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: parts.key)
        else {
            throw .invalidKey("a key has the form PRIVATE+KEY+<name>+<8 hex digits>+<base64>, with an Ed25519 key")
        }
        name = parts.name
        self.key = key
        guard NoteKey.hex(publicKey.id) == parts.id else {
            throw .invalidKey("the key of \(name) is damaged: its digits don't fit its name and its key")
        }
    }

    package var publicKey: CheckpointPublicKey { CheckpointPublicKey(name: name, key: key.publicKey) }

    /// The key as a file holds it. Secret.
    package var secretText: String {
        let bytes = Data([NoteKey.algorithm]) + key.rawRepresentation
        return Self.prefix + "\(name)+\(NoteKey.hex(publicKey.id))+\(bytes.base64EncodedString())"
    }

    /// - Throws: what the cryptography library throws; none is known for this kind of key.
    func sign(_ checkpoint: Checkpoint) throws -> SignedNote {
        let text = checkpoint.text
        let signature = try key.signature(for: Data(text.utf8))
        return SignedNote(
            text: text, signatures: [.init(keyName: name, keyID: publicKey.id, bytes: Array(signature))])
    }
}
