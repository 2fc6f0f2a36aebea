import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOSSL
import NIOTLS

/// What stands between a socket and the routes: HTTP/1.1, or HTTP/2 where TLS has agreed on it, on the connection's event
/// loop, a request's task included.
///
/// It takes the place of Hummingbird's own channel, which streams each part of a request and of its answer through
/// asynchronous sequences. Bodies here are small and wanted whole; a decision from the cache costs a third less so.
struct ConnectionChannel<Responder: HTTPResponder<ServerContext>>: ServerChildChannel {
    let responder: Responder
    let limits: ConnectionWait.Limits
    let bodyLimits: BodyLimits
    /// Nil for connections that aren't encrypted.
    let tls: ListenerTLS?
    let clientNames: ClientNames
    /// Told what is answered before it comes to the routes, which tell the rest.
    let observe: RequestObserver?

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<AcceptedConnection> {
        channel.eventLoop.makeCompletedFuture {
            let stage: AcceptedConnection.Stage =
                if let tls {
                    .handshake(try handshake(on: channel, with: tls.context))
                } else {
                    .established(.http1(try http1(on: channel, certifiedCaller: nil)))
                }
            return AcceptedConnection(channel: channel, stage: stage)
        }
    }

    private func http1(
        on channel: any Channel, certifiedCaller: String?
    ) throws -> Connection {
        var decoder = NIOHTTPDecoderLimitConfiguration()
        decoder.maxHeaderFieldSize = PortcullisServer.Configuration.maxHeaderBytes
        decoder.maxHeaderListSize = PortcullisServer.Configuration.maxHeaderBytes
        decoder.maxHeaderFieldCount = PortcullisServer.Configuration.maxHeaders
        try channel.pipeline.syncOperations.configureHTTPServerPipeline(
            withPipeliningAssistance: false, withErrorHandling: false,
            // The fields of our answers are valid by their type.
            withOutboundHeaderValidation: false, withEncoderConfiguration: .init(),
            withDecoderLimitConfiguration: decoder)
        let handler = ConnectionHandler(limits: limits, bodyLimits: bodyLimits, observe: observe)
        try channel.pipeline.syncOperations.addHandler(handler)
        return Connection(channel: channel, handler: handler, certifiedCaller: certifiedCaller)
    }

    func handle(value accepted: AcceptedConnection, logger: Logger) async {
        let channel = accepted.channel
        await withTaskExecutorPreference(EventLoopExecutor(channel.eventLoop)) {
            await withTaskCancellationHandler {
                switch accepted.stage {
                case .established(let connection):
                    await serve(connection, logger)
                case .handshake(let established):
                    guard let connection = try? await established.get() else { return }
                    await serve(connection, logger)
                }
            } onCancel: {
                channel.close(promise: nil)
            }
        }
    }

    private func serve(_ connection: EstablishedConnection, _ logger: Logger) async {
        switch connection {
        case .http1(let connection): await serve(connection, logger)
        case .http2(let streams): await serve(streams, logger)
        }
    }

    func serve(_ connection: Connection, _ logger: Logger) async {
        await withDiscardingTaskGroup { group in
            group.addTask { await answerAll(on: connection, logger) }
            // Whoever has left waits for nothing: what answers is cancelled with the connection.
            try? await connection.channel.closeFuture.get()
            group.cancelAll()
        }
    }

    private func answerAll(on connection: Connection, _ logger: Logger) async {
        while let received = await connection.next() {
            await connection.answer(await respond(to: received, on: connection, logger))
        }
    }

    private func respond(
        to received: ReceivedRequest, on connection: Connection, _ logger: Logger
    ) async -> Response {
        if let refusal = received.refusal { return refused(refusal.problem) }
        do {
            let request = Request(
                head: try received.request,
                body: RequestBody(buffer: received.body))
            var context = ServerContext(
                source: ApplicationRequestContextSource(channel: connection.channel, logger: logger),
                receivedAt: received.receivedAt)
            context.certifiedCaller = connection.certifiedCaller
            return try await responder.respond(to: request, context: context)
        } catch {
            // A method or a field that HTTP's grammar doesn't know: the routes answer every other error.
            return refused(Problem(.badRequest, .malformedRequest, "The request can't be read."))
        }
    }

    private func refused(_ problem: Problem) -> Response {
        observe?(nil, problem.status.code)
        return problem.response
    }
}

// TLS.
extension ConnectionChannel {
    /// Sets up what is spoken when the client has come through the handshake.
    private func handshake(
        on channel: any Channel, with context: NIOSSLContext
    ) throws -> EventLoopFuture<EstablishedConnection> {
        let pipeline = channel.pipeline.syncOperations
        let timeLimit = HandshakeGuard(timeout: limits.receiveTimeout)
        try pipeline.addHandler(timeLimit)
        try pipeline.addHandler(NIOSSLServerHandler(context: context))
        let negotiation = NIOTypedApplicationProtocolNegotiationHandler<EstablishedConnection> { result, channel in
            channel.eventLoop.makeCompletedFuture {
                channel.pipeline.syncOperations.removeHandler(timeLimit, promise: nil)
                let certificate = try channel.pipeline.syncOperations.nioSSL_peerCertificate()
                let caller = certificate.flatMap { clientNames.caller(of: $0) }
                if case .negotiated("h2") = result { return .http2(try http2(on: channel, certifiedCaller: caller)) }
                return .http1(try http1(on: channel, certifiedCaller: caller))
            }
        }
        try pipeline.addHandler(negotiation)
        return negotiation.protocolNegotiationResult
    }
}
