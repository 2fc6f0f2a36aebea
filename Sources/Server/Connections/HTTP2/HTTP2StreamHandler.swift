import HTTPTypes
import NIOCore
import NIOHTTP1

/// One stream of an HTTP/2 connection: one whole request out of it, and its answer into it. In time, or the stream ends.
final class HTTP2StreamHandler: ChannelInboundHandler, RequestHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private enum Phase {
        case reading
        case answering
        /// What comes in is thrown away.
        case answered
        case closed
    }

    private let limits: ConnectionWait.Limits
    private let bodyLimits: BodyLimits
    private let bodies: HTTP2BodyBudget
    private let observe: RequestObserver?
    private var phase = Phase.reading
    private var assembly: RequestAssembly
    private var bodyBytes = 0
    private var isInputEnded = false
    private var timer: Scheduled<Void>?
    private var context: ChannelHandlerContext?
    private var requests = RequestHandover()

    /// - Parameters:
    ///   - bodies: shared by the streams of one connection.
    ///   - observe: told what it answers by itself.
    init(
        limits: ConnectionWait.Limits, bodyLimits: BodyLimits, bodies: HTTP2BodyBudget, observe: RequestObserver?
    ) {
        self.observe = observe
        self.limits = limits
        self.bodyLimits = bodyLimits
        self.bodies = bodies
        assembly = RequestAssembly(limits: bodyLimits)
    }

    // MARK: For the stream's task

    func take(_ taker: CheckedContinuation<ReceivedRequest?, Never>) {
        requests.take(taker, isEnded: phase == .closed)
    }

    func answer(_ head: HTTPResponse, _ body: ByteBuffer) {
        guard let context, phase == .answering else { return }
        write(head, body, to: context)
    }

    // MARK: What comes in

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { end() }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        if case .end = part { isInputEnded = true }
        guard phase == .reading else { return }
        switch part {
        case .head(let head) where head.headers.count > PortcullisServer.Configuration.maxHeaders:
            return refuse(.tooManyHeaders, context)
        case .body(let bytes):
            // What exceeds this has a permit, or is refused.
            let bytes = min(bytes.readableBytes, bodyLimits.maxBytes - bodyBytes)
            guard bodies.take(bytes) else { return refuse(.tooManyBodies, context) }
            bodyBytes += bytes
        default: break
        }
        switch assembly.receive(part) {
        case .incomplete: break
        case .askForBody:
            context.writeAndFlush(wrapOutboundOut(.head(.init(version: .http2, status: .continue))), promise: nil)
        case .complete(let request): deliver(request)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if phase == .reading, timer == nil {
            wait(limits.receiveTimeout, context) { $0.refuse(.receiveTimeout, $1) }
        }
        context.fireChannelReadComplete()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func deliver(_ request: ReceivedRequest) {
        phase = .answering
        stopWaiting()
        requests.give(request)
    }

    // MARK: What goes out

    private func write(_ head: HTTPResponse, _ body: ByteBuffer, to context: ChannelHandlerContext) {
        phase = .answered
        stopWaiting()
        var headers = HTTPHeaders()
        headers.reserveCapacity(head.headerFields.count + 1)
        // There is no other thing that belongs to a connection (RFC 9113, section 8.2.2).
        for field in head.headerFields where field.name != .connection {
            headers.add(name: field.name.rawName, value: field.value)
        }
        headers.add(name: "Date", value: ResponseDate.now)
        let status = HTTPResponseStatus(statusCode: head.status.code, reasonPhrase: head.status.reasonPhrase)
        context.write(wrapOutboundOut(.head(.init(version: .http2, status: status, headers: headers))), promise: nil)
        if body.readableBytes > 0 { context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil) }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        // A client may be slow to take its answer, and may still be sending what isn't wanted.
        guard phase == .answered else { return }
        wait(isInputEnded ? limits.idleTimeout : limits.linger, context) { $1.close(promise: nil) }
    }

    private func refuse(_ problem: Problem, _ context: ChannelHandlerContext) {
        observe?(nil, problem.status.code)
        let body = problem.body
        var head = HTTPResponse(status: problem.status, headerFields: problem.headerFields)
        head.headerFields[.contentLength] = "\(body.readableBytes)"
        write(head, body, to: context)
    }

    private func end() {
        phase = .closed
        context = nil
        stopWaiting()
        requests.end()
    }

    // MARK: Time

    private func wait(
        _ time: TimeAmount, _ context: ChannelHandlerContext,
        _ action: @escaping (HTTP2StreamHandler, ChannelHandlerContext) -> Void
    ) {
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: time) { action(self, context) }
    }

    /// For what was to come: also the request's body isn't waited for any more.
    private func stopWaiting() {
        timer?.cancel()
        timer = nil
        bodies.giveBack(bodyBytes)
        bodyBytes = 0
    }
}

extension Problem {
    fileprivate static let tooManyHeaders = Problem(.badRequest, .malformedRequest, "The request has too many headers.")
    fileprivate static let tooManyBodies = Problem(
        .serviceUnavailable, .overloaded, "Too much of this connection's requests has come in without their ends.",
        headers: [.retryAfter: "1"])
}
