import FoundationEssentials

/// One of the signatures in a `webhook-signature` header.
enum WebhookSignature: Sendable {
    /// `v1`
    case hmac(Data)
    /// `v1a`
    case ed25519(Data)

    /// While secrets are rotated there are two; a check of each costs time.
    static let maxCount = 8

    /// - Parameter text: the version, a comma and base64.
    /// - Returns: nil for another version, which may be one of a later specification, and for what is no base64.
    init?(_ text: Substring) {
        let parts = text.split(separator: ",", maxSplits: 1)
        guard parts.count == 2, let bytes = Data(base64Encoded: String(parts[1])) else { return nil }
        switch parts[0] {
        case "v1": self = .hmac(bytes)
        case "v1a": self = .ed25519(bytes)
        default: return nil
        }
    }

    /// Those of a header that can be checked.
    static func all(in header: String) throws(WebhookError) -> [WebhookSignature] {
        let entries = header.split(separator: " ")
        guard entries.count <= maxCount else { throw .tooManySignatures }
        return entries.compactMap { WebhookSignature($0) }
    }
}
