import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Does what `Connection: close` promises, on both sides (RFC 9112, section 9.6), gives what isn't HTTP an answer with a
/// body, and announces the end of the connection while the service drains.
final class ClosingHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// How long the client has to read the answer before the connection is gone. What it still sends is thrown away:
    /// a close with unread bytes would be a reset, which can destroy the answer on its way.
    private let linger: TimeAmount
    private var isDraining = false
    private var isMalformed = false
    private var isLastAnswer = false
    private var isClosed = false
    private var timer: Scheduled<Void>?

    init(linger: TimeAmount) { self.linger = linger }

    func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if !isClosed { context.fireChannelRead(data) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if error is HTTPParserError { isMalformed = true }
        context.fireErrorCaught(error)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent { isDraining = true }
        context.fireUserInboundEventTriggered(event)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head):
            writeHead(head, data, context, promise)
        case .body:
            context.write(data, promise: promise)
        case .end where isLastAnswer:
            context.writeAndFlush(data, promise: promise)
            close(context: context, mode: .output, promise: nil)
        case .end:
            context.write(data, promise: promise)
        }
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if mode == .output, !isClosed {
            isClosed = true
            timer = context.eventLoop.assumeIsolated().scheduleTask(in: linger) { context.close(promise: nil) }
        }
        context.close(mode: mode, promise: promise)
    }

    private func writeHead(
        _ head: HTTPResponse, _ data: NIOAny, _ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>?
    ) {
        var head = head
        if isMalformed, head.status == .badRequest, head.headerFields[.contentType] == nil {
            // Hummingbird's own, which has no body.
            let problem = Problem(.badRequest, .malformedRequest, "This isn't HTTP/1.1, or a header is too large.")
            let body = problem.body
            head.headerFields = problem.headerFields
            head.headerFields[.contentLength] = "\(body.readableBytes)"
            head.headerFields[.connection] = "close"
            isLastAnswer = true
            context.write(wrapOutboundOut(.head(head)), promise: promise)
            context.write(wrapOutboundOut(.body(body)), promise: nil)
        } else if isDraining, head.status.kind != .informational {
            head.headerFields[.connection] = "close"
            isLastAnswer = true
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        } else {
            if head.headerFields[.connection] == "close" { isLastAnswer = true }
            context.write(data, promise: promise)
        }
    }

}
