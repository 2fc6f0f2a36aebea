import CEL
import Crypto

/// What tells that two requests are one, and whether they really are: digests of the caller's key and of the body.
///
/// https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
package struct IdempotencyKey: Sendable {
    /// The first half of a SHA-256 or HMAC value.
    struct Digest: Sendable, Hashable {
        let high: UInt64
        let low: UInt64
    }

    /// What a key is sent with.
    package enum Use: Sendable {
        case decision
        case batch
    }

    /// Of the caller and the key that it chose.
    let key: Digest
    /// Of the request's body.
    let request: Digest

    /// The form of a key, for error texts.
    package static let form = "1 to 255 visible ASCII characters"
    private static let maxBytes = 255
    /// The key where the operator has none: the digests then hide what can't be guessed, and nothing else.
    private static let label = SymmetricKey(data: Array("portcullis.idempotency.v1".utf8))

    init(key: Digest, request: Digest) {
        self.key = key
        self.request = request
    }

    /// Of one item of the batch that this is the key of, so that each item's record has one of its own.
    func item(_ index: Int) -> IdempotencyKey {
        IdempotencyKey(
            key: Digest(high: key.high, low: key.low ^ UInt64(truncatingIfNeeded: index)), request: request)
    }

    /// - Parameters:
    ///   - text: the caller's key.
    ///   - caller: keys of different callers are different ones.
    ///   - use: and so are those of different uses.
    ///   - pseudonyms: their key keeps a reader of the log from guessing the caller's.
    /// - Returns: nil for a text that isn't of the ``form``.
    init?(_ text: String, caller: String, body: [UInt8], use: Use, pseudonyms: Pseudonyms?) {
        guard (1...Self.maxBytes).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        let secret = pseudonyms?.key ?? Self.label
        let named = "\(caller)\n\(text)" + (use == .batch ? "\nbatch" : "")
        key = Digest(HMAC<SHA256>.authenticationCode(for: Array(named.utf8), using: secret))
        // Keyed with what isn't in the log: a plain hash of the body would let its reader test guesses at what was dropped.
        request = Digest(HMAC<SHA256>.authenticationCode(for: body, using: SymmetricKey(data: Array(text.utf8))))
    }
}

extension IdempotencyKey.Digest {
    fileprivate init(_ bytes: some Sequence<UInt8>) {
        var words: (UInt64, UInt64) = (0, 0)
        for (index, byte) in bytes.prefix(16).enumerated() {
            if index < 8 { words.0 = words.0 << 8 | UInt64(byte) } else { words.1 = words.1 << 8 | UInt64(byte) }
        }
        self.init(high: words.0, low: words.1)
    }
}
