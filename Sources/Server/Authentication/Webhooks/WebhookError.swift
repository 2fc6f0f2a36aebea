/// Why a signed request isn't taken for one. Holds nothing of the request.
enum WebhookError: Error, Equatable {
    /// The header's name.
    case missingHeader(String)
    case invalidID
    case invalidTimestamp
    case tooOld
    case tooNew
    case tooManySignatures
    case noSignatureFits

    /// All that ``code`` may be.
    static let codes: [Problem.Code] = [
        .missingWebhookHeader, .invalidWebhookID, .invalidWebhookTimestamp, .webhookTooOld, .webhookTooNew,
        .invalidWebhookSignature,
    ]

    var code: Problem.Code {
        switch self {
        case .missingHeader: .missingWebhookHeader
        case .invalidID: .invalidWebhookID
        case .invalidTimestamp: .invalidWebhookTimestamp
        case .tooOld: .webhookTooOld
        case .tooNew: .webhookTooNew
        case .tooManySignatures, .noSignatureFits: .invalidWebhookSignature
        }
    }

    var detail: String {
        switch self {
        case .missingHeader(let name): "A signed request needs the header \(name) too."
        case .invalidID: "A webhook-id has 1 to 255 visible ASCII characters, and no full stop."
        case .invalidTimestamp: "A webhook-timestamp is the time of sending, in whole seconds since 1970, in digits."
        case .tooOld: "The webhook-timestamp is more than \(WebhookMessage.maxAgeSeconds) seconds old: sign again."
        case .tooNew:
            "The webhook-timestamp is more than \(WebhookMessage.maxAheadSeconds) seconds in the future: look at the clocks."
        case .tooManySignatures:
            "A webhook-signature has \(WebhookSignature.maxCount) signatures at the most, with spaces between."
        case .noSignatureFits:
            "None of the signatures fits a secret known here. What is signed is 'id.timestamp.body', the body byte for byte."
        }
    }
}
