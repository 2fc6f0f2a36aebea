import NIOCore
import NIOHTTPTypes

/// Ends a connection whose request takes too long to come in, however its bytes drip, as RFC 9110, section 15.5.9, has it.
///
/// What reads the request gets a ``ReceiveTimeout``: a request whose head is here is answered with it, otherwise the
/// connection is closed without a word.
final class ReceiveTimeoutHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart

    private var receipt: RequestReceipt
    private var timer: Scheduled<Void>?

    init(timeout: TimeAmount) {
        receipt = RequestReceipt(timeout: timeout, now: .now())
    }

    func handlerAdded(context: ChannelHandlerContext) { check(context) }

    func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head: receipt.receiveHead()
        case .body: break
        case .end: receipt.receiveEnd()
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if receipt.completeRead(now: { .now() }), timer == nil { check(context) }
        context.fireChannelReadComplete()
    }

    /// One timer serves the connection: when it fires it looks whether its request is still the one that comes in, so
    /// that none is set and taken back for each request.
    private func check(_ context: ChannelHandlerContext) {
        timer = nil
        guard let deadline = receipt.deadline else { return }
        if deadline <= .now() {
            receipt.stop()
            context.fireErrorCaught(ReceiveTimeout())
        } else {
            timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { self.check(context) }
        }
    }
}
