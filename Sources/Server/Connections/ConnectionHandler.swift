import HTTPTypes
import NIOCore
import NIOHTTP1

/// The HTTP/1.1 side of one connection: whole requests out of it, one after the other, and their answers into it.
///
/// It times the client (``ConnectionWait``), answers what isn't HTTP or doesn't come in time by itself, does what
/// `Connection: close` promises on both sides (RFC 9112, section 9.6), and ends the connection while the service drains.
/// Requests that come before the answer to the one in front of them wait here, and with many of them the socket waits.
final class ConnectionHandler: ChannelDuplexHandler, RemovableChannelHandler, RequestHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = Never
    typealias OutboundOut = HTTPServerResponsePart

    private enum Phase: Equatable {
        case reading
        case answering(isLast: Bool)
        /// Our side is closed, what comes in is thrown away.
        case closing
        case closed
    }

    /// Above this many waiting parts, or bytes of bodies among them, the socket isn't read.
    private static let maxWaitingParts = 32
    private static let maxWaitingBytes = 64 * 1024

    private let observe: RequestObserver?
    private var phase = Phase.reading
    private var wait: ConnectionWait
    private var assembly: RequestAssembly
    private var waiting = CircularBuffer<HTTPServerRequestPart>()
    private var hasPart = false
    private var isMalformed = false
    private var isInputClosed = false
    /// Whether the client of the request that is answered knows interim responses.
    private var takesInterim = false
    private var isDraining = false
    private var isReadHeld = false
    private var timer: Scheduled<Void>?
    private var context: ChannelHandlerContext?
    private var requests = RequestHandover()

    /// - Parameter observe: told what it answers by itself.
    init(limits: ConnectionWait.Limits, bodyLimits: BodyLimits, observe: RequestObserver?) {
        self.observe = observe
        wait = ConnectionWait(limits, now: .now())
        assembly = RequestAssembly(limits: bodyLimits)
    }

    // MARK: For the connection's task

    func take(_ taker: CheckedContinuation<ReceivedRequest?, Never>) {
        requests.take(taker, isEnded: phase == .closed)
    }

    func answer(_ head: HTTPResponse, _ body: ByteBuffer) {
        guard let context, case .answering(let isLast) = phase else { return }
        let isEnd = write(head, body, isLast: isLast || isDraining, to: context)
        // A write to a connection that the client has reset ends it at once.
        guard phase != .closed else { return }
        if isEnd {
            close(context)
        } else {
            phase = .reading
            wait.forNextRequest(now: .now())
            readWaiting(context)
        }
    }

    // MARK: What comes in

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        look(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) { end() }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        hasPart = true
        let part = unwrapInboundIn(data)
        switch phase {
        case .reading: receive(part, context)
        case .answering(isLast: false): waiting.append(part)
        case .answering(isLast: true), .closing, .closed: break
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        // Bytes that made no part are those of a head. What comes in with one read, as nearly every request does, asks
        // for no time at all.
        if phase == .reading, !wait.isForRequest, assembly.isStarted || !hasPart { wait.forRequest(now: .now()) }
        hasPart = false
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        if isFull { isReadHeld = true } else { context.read() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is HTTPParserError else { return context.close(promise: nil) }
        isMalformed = true
        if phase == .reading { refuse(.notHTTP, context) }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent:
            isDraining = true
            if phase == .reading, !assembly.isStarted { context.close(promise: nil) }
        case ChannelEvent.inputClosed:
            isInputClosed = true
            switch phase {
            case .reading, .closing: context.close(promise: nil)
            case .answering: probe(context)
            case .closed: break
            }
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }

    private var isFull: Bool {
        guard waiting.count <= Self.maxWaitingParts else { return true }
        let bytes = waiting.reduce(0) { sum, part in
            if case .body(let bytes) = part { sum + bytes.readableBytes } else { sum }
        }
        return bytes > Self.maxWaitingBytes
    }

    private func receive(_ part: HTTPServerRequestPart, _ context: ChannelHandlerContext) {
        switch assembly.receive(part) {
        case .incomplete:
            break
        case .askForBody:
            writeContinue(context)
        case .complete(let request):
            phase = .answering(isLast: request.isLast)
            takesInterim = request.head.version == .http1_1
            wait.forNothing()
            requests.give(request)
        }
    }

    /// Goes on with what came in while a request was answered.
    private func readWaiting(_ context: ChannelHandlerContext) {
        while phase == .reading, let part = waiting.popFirst() { receive(part, context) }
        guard phase == .reading else { return }
        if isMalformed { return refuse(.notHTTP, context) }
        if isInputClosed { return context.close(promise: nil) }
        if assembly.isStarted { wait.forRequest(now: .now()) }
        if isReadHeld {
            isReadHeld = false
            context.read()
        }
    }

    // MARK: What goes out

    /// - Returns: whether it is the connection's last answer.
    private func write(
        _ head: HTTPResponse, _ body: ByteBuffer, isLast: Bool, to context: ChannelHandlerContext
    ) -> Bool {
        var isLast = isLast
        var headers = HTTPHeaders()
        headers.reserveCapacity(head.headerFields.count + 2)
        for field in head.headerFields {
            if field.name == .connection {
                isLast = isLast || field.value == "close"
            } else {
                headers.add(name: field.name.rawName, value: field.value)
            }
        }
        headers.add(name: "Date", value: ResponseDate.now)
        if isLast { headers.add(name: "Connection", value: "close") }
        let status = HTTPResponseStatus(statusCode: head.status.code, reasonPhrase: head.status.reasonPhrase)
        context.write(
            wrapOutboundOut(.head(.init(version: .http1_1, status: status, headers: headers))), promise: nil)
        if body.readableBytes > 0 { context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil) }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        return isLast
    }

    private func writeContinue(_ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(.head(.init(version: .http1_1, status: .continue))), promise: nil)
    }

    /// Finds out whether a client that will say nothing more is still there. One that has only closed its sending side,
    /// which it may, looks the same until something is sent: it discards a 100 that it didn't ask for (RFC 9110, section
    /// 15.2.1). For one that is gone its system answers with a reset, which ends the connection.
    private func probe(_ context: ChannelHandlerContext) {
        if takesInterim { writeContinue(context) }
    }

    private func refuse(_ problem: Problem, _ context: ChannelHandlerContext) {
        observe?(nil, problem.status.code)
        let body = problem.body
        var head = HTTPResponse(status: problem.status, headerFields: problem.headerFields)
        head.headerFields[.contentLength] = "\(body.readableBytes)"
        _ = write(head, body, isLast: true, to: context)
        if phase != .closed { close(context) }
    }

    private func close(_ context: ChannelHandlerContext) {
        phase = .closing
        waiting.removeAll()
        if isInputClosed { return context.close(promise: nil) }
        context.close(mode: .output, promise: nil)
        guard phase == .closing else { return }
        wait.forClose(now: .now())
        look(context)
        if isReadHeld {
            isReadHeld = false
            context.read()
        }
    }

    private func end() {
        phase = .closed
        context = nil
        timer?.cancel()
        timer = nil
        requests.end()
    }

    // MARK: Time

    /// Acts on a wait that is over, and sets the timer for the next look.
    private func look(_ context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
        let now = NIODeadline.now()
        if let deadline = wait.deadline, deadline <= now {
            guard assembly.isStarted, wait.isForRequest else { return context.close(promise: nil) }
            refuse(.receiveTimeout, context)
        } else {
            timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: wait.nextLook(now: now)) {
                self.look(context)
            }
        }
    }
}

extension Problem {
    fileprivate static let notHTTP = Problem(
        .badRequest, .malformedRequest, "This isn't HTTP/1.1, or a header is too large.")
    static let receiveTimeout = Problem(
        .requestTimeout, .requestTimeout, "The request took too long to come in.")
}
