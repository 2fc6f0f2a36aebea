import Crypto
import Curl
import FoundationEssentials

/// What checks one kind of a Standard Webhooks signature.
enum WebhookKey: Sendable, Discreet {
    /// `whsec_`: both sides have it (`v1`, HMAC-SHA256).
    case secret(SymmetricKey)
    /// `whpk_`: the signer alone has the other half (`v1a`, Ed25519).
    case publicKey(Curve25519.Signing.PublicKey)

    /// The bytes of a secret, as the specification has them.
    private static let secretBytes = 24...64

    /// - Parameter text: the prefix and base64; nil for anything else.
    init?(_ text: Substring) {
        if let bytes = Self.bytes(of: text, after: "whsec_"), Self.secretBytes.contains(bytes.count) {
            self = .secret(SymmetricKey(data: bytes))
        } else if let bytes = Self.bytes(of: text, after: "whpk_"),
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes)
        {
            self = .publicKey(key)
        } else {
            return nil
        }
    }

    private static func bytes(of text: Substring, after prefix: String) -> Data? {
        text.hasPrefix(prefix) ? Data(base64Encoded: String(text.dropFirst(prefix.count))) : nil
    }

    /// Whether one of the signatures is this key's. All of its kind are compared, a secret's in constant time.
    func signed(_ content: [UInt8], signatures: [WebhookSignature]) -> Bool {
        var isSigned = false
        switch self {
        case .secret(let key):
            let code = HMAC<SHA256>.authenticationCode(for: content, using: key)
            for case .hmac(let signature) in signatures where code == signature { isSigned = true }
        case .publicKey(let key):
            for case .ed25519(let signature) in signatures where key.isValidSignature(signature, for: content) {
                isSigned = true
            }
        }
        return isSigned
    }
}
