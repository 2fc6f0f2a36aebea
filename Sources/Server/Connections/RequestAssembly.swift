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

    private let maxBodyBytes: Int
    private var head: HTTPRequestHead?
    private var body = ByteBuffer()

    init(maxBodyBytes: Int) {
        self.maxBodyBytes = maxBodyBytes
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
            return body.readableBytes > maxBodyBytes ? complete(head, isLast: true) : .incomplete
        case .end:
            guard let head else { return .incomplete }
            // HTTP/1.0 may be kept open too, with a header that is seldom sent.
            return complete(head, isLast: !head.isKeepAlive || head.version != .http1_1)
        }
    }

    private mutating func receive(_ head: HTTPRequestHead) -> Step {
        if let length = head.headers.first(name: "content-length"), (Int(length) ?? .max) > maxBodyBytes {
            return complete(head, isLast: true)
        }
        self.head = head
        guard let expectation = head.headers.first(name: "expect"), [.http1_1, .http2].contains(head.version) else {
            return .incomplete
        }
        // A client that expects something else may wait for it with its body.
        return expectation.lowercased() == "100-continue" ? .askForBody : complete(head, isLast: true)
    }

    private mutating func complete(_ head: HTTPRequestHead, isLast: Bool) -> Step {
        defer {
            self.head = nil
            body = ByteBuffer()
        }
        return .complete(ReceivedRequest(head: head, body: body, isLast: isLast))
    }
}
