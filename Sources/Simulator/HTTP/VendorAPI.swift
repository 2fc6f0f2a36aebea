import HTTPTypes
import Hummingbird

/// What the two vendors' APIs have in common, and how each refuses and answers.
protocol VendorAPI: Sendable {
    var vendor: Vendor { get }

    /// Whether the vendor could have made this session ID.
    func isWellFormed(_ sessionID: String) -> Bool

    /// The refusal of a request whose key isn't good, nil when it is.
    func refusal(of headers: HTTPFields) -> Answer?

    /// The answer to an ill-formed session ID.
    var malformedAnswer: Answer { get }

    /// The answer for a session that isn't in the catalogue.
    func derivedAnswer(for sessionID: String) -> Answer

    /// A request ID in the vendor's form, unique to the call.
    func makeRequestID() -> String

    /// The headers that every answer has.
    func headers(requestID: String, remaining: Int) -> HTTPFields
}
