import Foundation
import HTTPTypes
import Hummingbird

/// `GET /session/{session_id}` with the key in `x-api-key`.
struct VerisoulAPI: VendorAPI {
    let apiKey: String

    var vendor: Vendor { .verisoul }
    /// The vendor documents no form of its IDs: one that isn't a UUID is a session that it doesn't know.
    var malformedAnswer: Answer { VerisoulError.notFound }

    func isWellFormed(_ sessionID: String) -> Bool {
        sessionID.utf8.count == 36 && UUID(uuidString: sessionID) != nil
    }

    func refusal(of headers: HTTPFields) -> Answer? {
        guard let name = HTTPField.Name("x-api-key"), headers[name] == apiKey else {
            return VerisoulError.unauthorized
        }
        return nil
    }

    func derivedAnswer(for sessionID: String) -> Answer {
        .verisoul(.derived(from: sessionID))
    }

    func makeRequestID() -> String { UUID().uuidString.lowercased() }

    func headers(requestID: String, remaining: Int) -> HTTPFields { [:] }
}
