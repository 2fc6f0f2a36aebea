import Hummingbird
import Logging
import NIOCore
import NIOHTTP2

/// HTTP/2 (RFC 9113): each stream is a connection with one request.
extension ConnectionChannel {
    /// Of one connection at once. What NIO bounds besides, by its defaults: resets, errors and control frames in 30 seconds (200
    /// each), frames that continue headers, frames without content.
    private static var maxStreams: Int { 100 }
    private var maxUnfinishedBodyBytes: Int { 4 * bodyLimits.maxBytes }

    func http2(on channel: any Channel, certifiedCaller: String?) throws -> HTTP2Streams {
        var configuration = NIOHTTP2Handler.Configuration()
        configuration.connection.initialSettings = [
            HTTP2Setting(parameter: .maxConcurrentStreams, value: Self.maxStreams),
            HTTP2Setting(parameter: .maxHeaderListSize, value: PortcullisServer.Configuration.maxHeaderBytes),
        ]
        let life = HTTP2ConnectionHandler(idleTimeout: limits.idleTimeout)
        let bodies = NIOLoopBound(
            HTTP2BodyBudget(maxBytes: maxUnfinishedBodyBytes), eventLoop: channel.eventLoop)
        let multiplexer = try channel.pipeline.syncOperations.configureAsyncHTTP2Pipeline(
            mode: .server, streamDelegate: life.streams(on: channel.eventLoop), configuration: configuration
        ) { stream in
            stream.eventLoop.makeCompletedFuture {
                let handler = HTTP2StreamHandler(
                    limits: limits, bodyLimits: bodyLimits, bodies: bodies.value, observe: observe)
                try stream.pipeline.syncOperations.addHandlers(HTTP2FramePayloadToHTTP1ServerCodec(), handler)
                return Connection(channel: stream, handler: handler, certifiedCaller: certifiedCaller)
            }
        }
        try channel.pipeline.syncOperations.addHandler(life)
        return multiplexer.inbound
    }

    func serve(_ streams: HTTP2Streams, _ logger: Logger) async {
        await withDiscardingTaskGroup { group in
            do {
                for try await stream in streams { group.addTask { await serve(stream, logger) } }
            } catch {
                // The connection has failed, and its streams with it.
            }
        }
    }
}
