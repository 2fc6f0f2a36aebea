import NIOCore
import NIOHTTP1

/// Puts the requests of one connection together from their parts.
struct RequestAssembly {
    enum Step {
        /// More of the request has to come.
        case incomplete
        /// The client waits for 100 before it sends the body (RFC 9110, section 10.1.1).
        case askForBody
        case complete(ReceivedRequest)
    }

    private let limits: BodyLimits
    private var head: HTTPRequestHead?
    private var body = ByteBuffer()
    /// Of the request's body.
    private var maxBytes = 0
    private var permit: BodyLimits.Permit?

    init(limits: BodyLimits) {
        self.limits = limits
    }

    /// Whether a head is here whose request isn't complete.
    var isStarted: Bool { head != nil }

    mutating func receive(_ part: HTTPServerRequestPart) -> Step {
        switch part {
        case .head(let head):
            return receive(head)
        case .body(var bytes):
            guard let head else { return .incomplete }
            if body.readableBytes == 0 { body = bytes } else { body.writeBuffer(&bytes) }
            // What exceeds the limit isn't waited for; the route that reads the body refuses it by its length.
            guard body.readableBytes <= maxBytes else { return complete(head, isLast: true) }
            return hasPermit(for: body.readableBytes) ? .incomplete : complete(head, isLast: true, .tooManyLargeBodies)
        case .end:
            guard let head else { return .incomplete }
            // HTTP/1.0 may be kept open too, with a header that is seldom sent.
            return complete(head, isLast: !head.isKeepAlive || head.version != .http1_1)
        }
    }

    private mutating func receive(_ head: HTTPRequestHead) -> Step {
        maxBytes = limits.maxBytes
        if let length = head.headers.first(name: "content-length") {
            // Most bodies are small, and it isn't looked where they go.
            let length = Int(length) ?? .max
            if length > maxBytes { maxBytes = limits.maxBytes(ofRequestTo: head.uri) }
            guard length <= maxBytes else { return complete(head, isLast: true) }
            guard hasPermit(for: length) else { return complete(head, isLast: true, .tooManyLargeBodies) }
        } else {
            guard Self.isFramed(head) else { return complete(head, isLast: true, .unknownCoding) }
            maxBytes = limits.maxBytes(ofRequestTo: head.uri)
        }
        self.head = head
        guard let expectation = head.headers.first(name: "expect"), [.http1_1, .http2].contains(head.version) else {
            return .incomplete
        }
        // A client that expects something else may wait for it with its body.
        return expectation.lowercased() == "100-continue" ? .askForBody : complete(head, isLast: true)
    }

    /// Whether a body without a length is in chunks and nothing else, if there is one (RFC 9112, section 6.1). Of HTTP/2, whose
    /// clients can't send the field, it is NIO's translation that says so.
    private static func isFramed(_ head: HTTPRequestHead) -> Bool {
        let codings = head.headers["transfer-encoding"]
        return codings.isEmpty
            || [.http1_1, .http2].contains(head.version) && codings.map { $0.lowercased() } == ["chunked"]
    }

    /// Whether a body of this length may be held. One that is large stays so until its request has been answered.
    private mutating func hasPermit(for bytes: Int) -> Bool {
        guard bytes > limits.maxBytes, permit == nil else { return true }
        permit = limits.permit()
        return permit != nil
    }

    private mutating func complete(_ head: HTTPRequestHead, isLast: Bool, _ refusal: ReceivedRequest.Refusal? = nil)
        -> Step
    {
        defer {
            self.head = nil
            body = ByteBuffer()
            permit = nil
        }
        return .complete(
            ReceivedRequest(
                head: head, body: body, isLast: isLast, refusal: refusal, permit: permit, receivedAt: .now))
    }
}
