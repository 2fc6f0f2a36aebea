import Curl

/// What checks signed requests: secrets and public keys, each with the name of the caller who signs. Several may have one
/// name, so that they can be rotated.
package struct WebhookSecrets: Sendable, Discreet {
    /// What is wrong with a list of them. Holds positions, never a secret.
    package enum Invalid: Error, CustomStringConvertible, Equatable {
        case notASecret(position: Int)
        case privateKey(position: Int)
        case tooMany

        package var description: String {
            switch self {
            case .notASecret(let position):
                "entry \(position) is not [name:]whsec_… (base64 of 24 to 64 bytes) or [name:]whpk_… (base64 of 32 bytes)"
            case .privateKey(let position):
                "entry \(position) is the private half of a key, which only the signer may have: use the whpk_… of it"
            case .tooMany: "there may be \(WebhookSecrets.maxCount) at the most"
            }
        }
    }

    static let maxCount = 16
    /// For entries without a name.
    static let standardName = "webhook"
    /// How long after its first use a signed request could be sent again, from the signer's most early clock on.
    package static let replaySeconds = Int(WebhookMessage.maxAgeSeconds + WebhookMessage.maxAheadSeconds)

    private let keys: [(name: String, key: WebhookKey)]

    package static let none = WebhookSecrets(keys: [])

    private init(keys: [(name: String, key: WebhookKey)]) {
        self.keys = keys
    }

    /// - Parameter text: comma-separated, at least one.
    package init(_ text: String) throws(Invalid) {
        var keys: [(name: String, key: WebhookKey)] = []
        for (index, entry) in text.split(separator: ",", omittingEmptySubsequences: false).enumerated() {
            let entry = entry.trimmingSpaces()
            let colon = entry.firstIndex(of: ":")
            let name = colon.map { String(entry[..<$0]) } ?? Self.standardName
            let secret = colon.map { entry[entry.index(after: $0)...] } ?? entry
            if secret.hasPrefix("whsk_") { throw .privateKey(position: index + 1) }
            guard BearerKeys.isName(name), let key = WebhookKey(secret) else { throw .notASecret(position: index + 1) }
            keys.append((name, key))
        }
        guard keys.count <= Self.maxCount else { throw .tooMany }
        self.keys = keys
    }

    var isEmpty: Bool { keys.isEmpty }
    var names: [String] { keys.map(\.name) }

    /// The name of who has signed a message.
    func name(ofSignerOf message: WebhookMessage, body: [UInt8]) throws(WebhookError) -> String {
        let content = message.content(body)
        var found: String?
        for candidate in keys where candidate.key.signed(content, signatures: message.signatures) {
            found = candidate.name
        }
        guard let found else { throw .noSignatureFits }
        return found
    }
}
