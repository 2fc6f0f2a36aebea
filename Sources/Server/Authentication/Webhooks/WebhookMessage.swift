import HTTPTypes

/// The headers of a signed request, as Standard Webhooks 1.0 has them, checked for their form and the time.
///
/// https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
struct WebhookMessage {
    /// How old a message may be.
    static let maxAgeSeconds: Int64 = 300
    /// How far ahead the signer's clock may be.
    static let maxAheadSeconds: Int64 = 30

    /// The same however often the message is sent.
    let id: String
    let signatures: [WebhookSignature]
    private let timestamp: String

    private static let idHeader = HTTPField.Name("webhook-id")
    private static let timestampHeader = HTTPField.Name("webhook-timestamp")
    private static let signatureHeader = HTTPField.Name("webhook-signature")

    /// Whether a request wants to be taken for a signed one.
    static func isClaimed(by headers: HTTPFields) -> Bool {
        [idHeader, timestampHeader, signatureHeader].contains { name in name.map { headers.contains($0) } ?? false }
    }

    /// - Parameter now: in seconds since 1970.
    init(_ headers: HTTPFields, now: Int64) throws(WebhookError) {
        id = try Self.value(Self.idHeader, headers)
        timestamp = try Self.value(Self.timestampHeader, headers)
        let signature = try Self.value(Self.signatureHeader, headers)
        guard Self.isID(id) else { throw .invalidID }
        guard let time = Self.time(timestamp) else { throw .invalidTimestamp }
        guard time >= now - Self.maxAgeSeconds else { throw .tooOld }
        guard time <= now + Self.maxAheadSeconds else { throw .tooNew }
        signatures = try WebhookSignature.all(in: signature)
    }

    /// What is signed.
    func content(_ body: [UInt8]) -> [UInt8] { Array("\(id).\(timestamp).".utf8) + body }

    private static func value(_ name: HTTPField.Name?, _ headers: HTTPFields) throws(WebhookError) -> String {
        guard let name, let value = headers[name], !value.isEmpty else {
            throw .missingHeader(name?.rawName ?? "")
        }
        return value
    }

    /// Without a full stop, at which what is signed could be cut in another place.
    private static func isID(_ text: String) -> Bool {
        (1...255).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ".") }
    }

    /// Digits alone: not what else would pass for a number.
    private static func time(_ text: String) -> Int64? {
        guard (1...12).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int64(text)
    }
}
