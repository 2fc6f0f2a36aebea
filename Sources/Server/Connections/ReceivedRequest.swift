import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1

/// One request as it came by a connection, whole unless it can't be answered anyway.
struct ReceivedRequest {
    /// Why a request isn't answered by its route.
    enum Refusal {
        case tooManyLargeBodies
        case unknownCoding

        var problem: Problem {
            switch self {
            case .tooManyLargeBodies:
                Problem(
                    .serviceUnavailable, .overloaded, "Too many large requests are under way. Try again later.",
                    headers: [.retryAfter: "1"])
            case .unknownCoding:
                Problem(
                    .badRequest, .malformedRequest, "The one Transfer-Encoding known is chunked, of HTTP/1.1.")
            }
        }
    }

    let head: HTTPRequestHead
    let body: ByteBuffer
    /// Whether the connection ends with the answer: the client wants that, or where its next request would begin isn't
    /// known.
    let isLast: Bool
    /// Nil if it is answered by its route.
    let refusal: Refusal?
    /// Nil for a body that is no large one.
    let permit: BodyLimits.Permit?
    /// When it was complete, from which on the time for its answer counts.
    let receivedAt: ContinuousClock.Instant

    /// The head as the routes know it.
    ///
    /// - Throws: a method or an authority that HTTP's grammar doesn't know.
    var request: HTTPRequest {
        get throws {
            guard head.uri.hasPrefix("/") else { return try HTTPRequest(head, secure: false, splitCookie: false) }
            return HTTPRequest(
                method: try HTTPRequest.Method(head.method), scheme: "http",
                // HTTP/1.0 knows no Host.
                authority: head.headers.first(name: "host") ?? (head.version != .http1_1 ? "" : nil),
                path: head.uri, headerFields: HTTPFields(head.headers, splitCookie: false))
        }
    }
}
