import CEL
import Curl
import HTTPTypes
import Upstream

/// What Tripwire's error envelope tells: `{"error": {"code", "message", "status", "retryable", "request_id", …}}`.
///
/// Classified by the HTTP status first and refined by `retryable`; the message is for people and never read.
struct TripwireError {
    let failure: Failure

    private static let notFoundRetryWait = Duration.milliseconds(200)
    private static let notFoundTimeToLive = Duration.seconds(1)

    init(_ response: CurlResponse) {
        let error = VendorJSON.decode(response.body, as: Self.envelope)?.record.record("error")
        var failure = Self.classify(response, retryable: error?.bool("retryable"))
        failure.code = VendorText.identifier(error?.string("code"))
        failure.requestID =
            VendorText.identifier(error?.string("request_id"))
            ?? VendorText.identifier(response.head.headerFields[.xRequestID])
        self.failure = failure
    }

    private static func classify(_ response: CurlResponse, retryable: Bool?) -> Failure {
        switch response.head.status.code {
        case 401, 403:
            return Failure(.unauthorized, retry: .never)
        case 404:
            // The session may not be readable at once after the browser got its id.
            return Failure(.notFound, retry: .once(after: notFoundRetryWait), timeToLive: notFoundTimeToLive)
        case 429:
            return .rateLimited(response)
        case 408, 500...599:
            return retryable == false ? Failure(.serverError, retry: .never) : .serverError(response)
        case 400...499:
            return retryable == true ? .serverError(response) : Failure(.rejected, retry: .never)
        default:
            // Neither success nor error: a redirect, or a success without a session.
            return Failure(.badResponse, retry: .once(after: .zero))
        }
    }

    private static let envelope = RecordType(
        "tripwire.error_response",
        [
            .init(
                "error",
                .record(
                    RecordType(
                        "tripwire.error",
                        [.init("code", .string), .init("retryable", .bool), .init("request_id", .string)])))
        ])
}
