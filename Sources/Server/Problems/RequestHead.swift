import HTTPTypes
import Hummingbird

/// What every request's head has to be like, whatever its path.
enum RequestHead {
    static func check(_ request: Request) throws(Problem) {
        // RFC 9112, section 3.2. The first one is the authority; another is left among the fields.
        guard request.head.authority != nil, host.flatMap({ request.headers[$0] }) == nil else {
            throw Problem(
                .badRequest, .malformedRequest, "A request has to have one Host header.",
                headers: [.connection: "close"])
        }
        // RFC 9110, section 8.4.
        if let coding = request.headers[.contentEncoding], coding.lowercased() != "identity" {
            throw Problem(
                .unsupportedMediaType, .unsupportedMediaType, "Send the body as it is, without a Content-Encoding.",
                headers: [.acceptEncoding: "identity"])
        }
        // RFC 9110, section 10.1.1.
        if let expectation = request.headers[.expect], expectation.lowercased() != "100-continue" {
            throw Problem(.expectationFailed, .expectationFailed, "The one expectation known is 100-continue.")
        }
    }

    private static let host = HTTPField.Name("Host")
}
