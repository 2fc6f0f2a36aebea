import Crypto
import Foundation

/// A key that checks a checkpoint's signature: `<name>+<8 hex digits>+<base64>`, a verifier key of https://c2sp.org/signed-note.
package struct CheckpointPublicKey: Sendable, CustomStringConvertible {
    /// Also a checkpoint's origin.
    package let name: String
    let id: [UInt8]
    private let key: Curve25519.Signing.PublicKey

    /// - Throws: `.invalidKey` for any other text.
    package init(_ text: String) throws(DecisionLogError) {
        let trimmed = Substring(text.trimmingCharacters(in: .whitespacesAndNewlines))
        guard let parts = NoteKey.parts(trimmed),
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: parts.key)
        else {
            throw .invalidKey("a public key has the form <name>+<8 hex digits>+<base64>, with an Ed25519 key")
        }
        self.init(name: parts.name, key: key)
        guard NoteKey.hex(id) == parts.id else {
            throw .invalidKey("the public key of \(name) is damaged: its digits don't fit its name and its key")
        }
    }

    init(name: String, key: Curve25519.Signing.PublicKey) {
        self.name = name
        self.key = key
        id = NoteKey.id(name: name, publicKey: key.rawRepresentation)
    }

    package var description: String {
        let bytes = Data([NoteKey.algorithm]) + key.rawRepresentation
        return "\(name)+\(NoteKey.hex(id))+\(bytes.base64EncodedString())"
    }

    /// Whether one of the note's signatures is this key's and fits.
    func signed(_ note: SignedNote) -> Bool {
        note.signatures.contains { signature in
            signature.keyName == name && signature.keyID == id
                && key.isValidSignature(Data(signature.bytes), for: Data(note.text.utf8))
        }
    }
}
