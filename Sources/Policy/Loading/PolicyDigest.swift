import Crypto

/// The identity of a policy: SHA-256 over the document and its list files, so that a recorded decision names exactly
/// what decided it.
///
/// Hashed are, one after the other: the line `portcullis-policy-v1`; for the document the line `policy <bytes>` and its
/// bytes; for each list from a file, in the order of the document, the line `list <name> <bytes>` and the file's bytes.
/// Each line ends with a line feed, and `<bytes>` is a decimal count.
struct PolicyDigest {
    private var hash = SHA256()

    init(document: [UInt8]) {
        hash.update(data: Array("portcullis-policy-v1\npolicy \(document.count)\n".utf8))
        hash.update(data: document)
    }

    mutating func add(list name: String, _ bytes: [UInt8]) {
        hash.update(data: Array("list \(name) \(bytes.count)\n".utf8))
        hash.update(data: bytes)
    }

    /// `sha256:` and 64 hex digits.
    func text() -> String { Self.text(hash.finalize()) }

    /// Of a file alone, as `sha256sum` tells it.
    static func text(of bytes: [UInt8]) -> String { text(SHA256.hash(data: bytes)) }

    private static func text(_ digest: SHA256.Digest) -> String {
        let digits = digest.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }
        return "sha256:" + digits.joined()
    }
}
