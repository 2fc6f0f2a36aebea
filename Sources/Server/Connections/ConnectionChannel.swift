import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// What stands between a socket and the routes: HTTP/1.1 on the connection's event loop, a request's task included.
///
/// It takes the place of Hummingbird's own channel, which streams each part of a request and of its answer through
/// asynchronous sequences. Bodies here are small and wanted whole; a decision from the cache costs a third less so.
struct ConnectionChannel<Responder: HTTPResponder<ServerContext>>: ServerChildChannel {
    let responder: Responder
    let limits: ConnectionWait.Limits
    let bodyLimits: BodyLimits

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Connection> {
        channel.eventLoop.makeCompletedFuture {
            var decoder = NIOHTTPDecoderLimitConfiguration()
            decoder.maxHeaderFieldSize = PortcullisServer.Configuration.maxHeaderBytes
            decoder.maxHeaderListSize = PortcullisServer.Configuration.maxHeaderBytes
            decoder.maxHeaderFieldCount = PortcullisServer.Configuration.maxHeaders
            try channel.pipeline.syncOperations.configureHTTPServerPipeline(
                withPipeliningAssistance: false, withErrorHandling: false,
                // The fields of our answers are valid by their type.
                withOutboundHeaderValidation: false, withEncoderConfiguration: .init(),
                withDecoderLimitConfiguration: decoder)
            let handler = ConnectionHandler(limits: limits, bodyLimits: bodyLimits)
            try channel.pipeline.syncOperations.addHandler(handler)
            return Connection(channel: channel, handler: handler)
        }
    }

    func handle(value connection: Connection, logger: Logger) async {
        let channel = connection.channel
        await withTaskExecutorPreference(EventLoopExecutor(channel.eventLoop)) {
            await withTaskCancellationHandler {
                while let received = await connection.next() {
                    await connection.answer(await respond(to: received, on: channel, logger))
                }
            } onCancel: {
                channel.close(promise: nil)
            }
        }
    }

    private func respond(to received: ReceivedRequest, on channel: any Channel, _ logger: Logger) async -> Response {
        if let refusal = received.refusal { return refusal.problem.response }
        do {
            let request = Request(
                head: try received.request,
                body: RequestBody(buffer: received.body))
            let context = ServerContext(source: ApplicationRequestContextSource(channel: channel, logger: logger))
            return try await responder.respond(to: request, context: context)
        } catch {
            // A method or a field that HTTP's grammar doesn't know: the routes answer every other error.
            return Problem(.badRequest, .malformedRequest, "The request can't be read.").response
        }
    }
}
