import Crypto
import Foundation

/// What public and private keys of https://c2sp.org/signed-note share. Ed25519 is the only algorithm here.
enum NoteKey {
    static let idBytes = 4
    static let algorithm: UInt8 = 1
    private static let keyBytes = 32

    /// Not empty, without white space and `+`, which separates a key's parts; at most 256 bytes.
    static func isName(_ text: some StringProtocol) -> Bool {
        (1...256).contains(text.utf8.count)
            && text.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && $0.value >= 0x20 && $0 != "+" }
    }

    /// Which of a name's keys signed: the first bytes of a hash of name and public key.
    static func id(name: String, publicKey: Data) -> [UInt8] {
        let bytes = Array(name.utf8) + [RecordFormat.lineEnd, algorithm] + publicKey
        return Array(SHA256.hash(data: bytes).prefix(idBytes))
    }

    static func hex(_ id: [UInt8]) -> String {
        id.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// The parts of `<name>+<id>+<algorithm and key in base64>`.
    static func parts(_ text: Substring) -> (name: String, id: Substring, key: Data)? {
        let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, isName(parts[0]), let bytes = Data(base64Encoded: String(parts[2])),
            bytes.count == keyBytes + 1, bytes.first == algorithm
        else { return nil }
        return (String(parts[0]), parts[1], bytes.dropFirst())
    }
}
