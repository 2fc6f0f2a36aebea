import HTTPTypes
import Hummingbird

/// `GET /v1/sessions/{sessionId}` with a secret key as bearer token.
struct TripwireAPI: VendorAPI {
    let secretKey: String

    var vendor: Vendor { .tripwire }
    var malformedAnswer: Answer { TripwireError.malformedID.answer }

    func isWellFormed(_ sessionID: String) -> Bool {
        // Compared as bytes: a grapheme may hold more than its first character.
        let body = sessionID.utf8.dropFirst(4)
        return sessionID.utf8.starts(with: "sid_".utf8) && body.count == 26
            && body.allSatisfy { Self.alphabet.contains($0) }
    }

    func refusal(of headers: HTTPFields) -> Answer? {
        guard let authorization = headers[.authorization] else { return TripwireError.missingKey.answer }
        let words = authorization.split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0].lowercased() == "bearer" else { return TripwireError.missingKey.answer }
        if words[1].hasPrefix("pk_") { return TripwireError.publishableKey.answer }
        return words[1] == secretKey ? nil : TripwireError.invalidKey.answer
    }

    func derivedAnswer(for sessionID: String) -> Answer {
        .tripwire(.derived(from: sessionID))
    }

    func makeRequestID() -> String {
        let halves = [UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max)]
        return "req_"
            + halves.map { half in
                let digits = String(half, radix: 16)
                return String(repeating: "0", count: max(16 - digits.count, 0)) + digits
            }.joined()
    }

    func headers(requestID: String, remaining: Int) -> HTTPFields {
        var headers = HTTPFields()
        let values = [
            ("x-request-id", requestID), ("X-RateLimit-Limit", String(RateWindow.limit)),
            ("X-RateLimit-Remaining", String(remaining)),
        ]
        for (name, value) in values {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        return headers
    }

    private static let alphabet = Set("0123456789abcdefghjkmnpqrstvwxyz".utf8)
}
