import HTTPTypes
import Hummingbird

/// What every request's head has to be like, whatever its path.
enum RequestHead {
    static func check(_ request: Request) throws(Problem) {
        // RFC 9112, section 3.2. The first one is the authority; another is left among the fields.
        guard let authority = request.head.authority, authority.utf8.allSatisfy(isOfAuthority),
            host.flatMap({ request.headers[$0] }) == nil
        else {
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

    /// Whether a host and a port may have the character (RFC 3986, section 3.2.2; a user is none of theirs).
    private static func isOfAuthority(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: "[]_~%!$&'()*+,;=".utf8.contains(byte)
        }
    }
}
