import NIOCore
import NIOHTTP2

/// The life of an HTTP/2 connection beside its streams: it ends after some time without a stream, and while the service
/// drains, each time with a GOAWAY that names the last stream that is answered (RFC 9113, section 6.8).
final class HTTP2ConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame
    typealias OutboundOut = HTTP2Frame

    /// Told of the streams on the connection's event loop.
    struct Streams: NIOHTTP2StreamDelegate {
        fileprivate let handler: NIOLoopBound<HTTP2ConnectionHandler>

        func streamCreated(_ id: HTTP2StreamID, channel: any Channel) { handler.value.opened(id) }

        func streamClosed(_ id: HTTP2StreamID, channel: any Channel) { handler.value.closed() }
    }

    private let idleTimeout: TimeAmount
    private var openStreams = 0
    private var lastStream = HTTP2StreamID.rootStream
    private var isEnding = false
    private var timer: Scheduled<Void>?
    private var context: ChannelHandlerContext?

    init(idleTimeout: TimeAmount) {
        self.idleTimeout = idleTimeout
    }

    func streams(on eventLoop: any EventLoop) -> Streams { Streams(handler: NIOLoopBound(self, eventLoop: eventLoop)) }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        wait()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
        self.context = nil
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent: end()
        // Nothing can be answered without the client's window updates.
        case ChannelEvent.inputClosed: context.close(promise: nil)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func opened(_ id: HTTP2StreamID) {
        openStreams += 1
        lastStream = max(lastStream, id)
        timer?.cancel()
        timer = nil
    }

    private func closed() {
        openStreams -= 1
        guard openStreams == 0 else { return }
        if isEnding { close() } else { wait() }
    }

    private func wait() {
        timer = context?.eventLoop.assumeIsolated().scheduleTask(in: idleTimeout) { self.end() }
    }

    private func end() {
        guard let context, !isEnding else { return }
        isEnding = true
        let farewell = HTTP2Frame(
            streamID: .rootStream, payload: .goAway(lastStreamID: lastStream, errorCode: .noError, opaqueData: nil))
        context.writeAndFlush(wrapOutboundOut(farewell), promise: nil)
        if openStreams == 0 { close() }
    }

    /// After what is being written now.
    private func close() {
        context?.eventLoop.assumeIsolated().execute { self.context?.close(promise: nil) }
    }
}
