import NIOCore
import NIOHTTP1
import NIOHTTP2
import NIOPosix
import NIOSSL

/// One HTTP/2 connection over TLS, on which a test opens streams.
struct HTTP2Client: Sendable {
    struct Answer: Sendable {
        var status = 0
        var headers = HTTPHeaders()
        var text = ""
    }

    typealias Stream = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>

    /// The connection's; its `closeFuture` tells of the end.
    let channel: any Channel
    private let multiplexer: NIOHTTP2Handler.AsyncStreamMultiplexer<Void>

    /// Runs `body` with a connection that is closed afterwards.
    static func with<Output: Sendable>(
        port: Int, tls context: NIOSSLContext, _ body: @Sendable (HTTP2Client) async throws -> Output
    ) async throws -> Output {
        let client = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(NIOSSLClientHandler(context: context, serverHostname: nil))
                    let multiplexer = try pipeline.configureAsyncHTTP2Pipeline(mode: .client) {
                        $0.eventLoop.makeSucceededVoidFuture()
                    }
                    return HTTP2Client(channel: channel, multiplexer: multiplexer)
                }
            }
        do {
            let output = try await body(client)
            try? await client.channel.close()
            return output
        } catch {
            try? await client.channel.close()
            throw error
        }
    }

    /// Sends a request and reads its answer; what there is of it if the stream ends early.
    func send(
        _ method: HTTPMethod = .GET, _ path: String = "/", _ headers: HTTPHeaders = [:], body: String = ""
    ) async throws -> Answer {
        try await stream { inbound, outbound in
            try await outbound.write(.head(Self.head(method, path, headers)))
            if !body.isEmpty { try await outbound.write(.body(.byteBuffer(ByteBuffer(string: body)))) }
            try await outbound.write(.end(nil))
            return try await Self.answer(from: inbound)
        }
    }

    /// Runs `body` with a new stream, which is reset afterwards if it hasn't ended.
    func stream<Output>(
        _ body: (
            NIOAsyncChannelInboundStream<HTTPClientResponsePart>, NIOAsyncChannelOutboundWriter<HTTPClientRequestPart>
        ) async throws -> Output
    ) async throws -> Output {
        var output: Output?
        do {
            try await open().executeThenClose { output = try await body($0, $1) }
        } catch {
            // A stream that the server resets when all is said ends with an error as well.
            guard let output else { throw error }
            return output
        }
        guard let output else { throw CancellationError() }
        return output
    }

    private func open() async throws -> Stream {
        try await multiplexer.openStream { stream in
            stream.eventLoop.makeCompletedFuture {
                try stream.pipeline.syncOperations.addHandler(
                    HTTP2FramePayloadToHTTP1ClientCodec(httpProtocol: .https))
                return try Stream(wrappingChannelSynchronously: stream)
            }
        }
    }

    static func head(_ method: HTTPMethod, _ path: String, _ headers: HTTPHeaders = [:]) -> HTTPRequestHead {
        var headers = headers
        headers.add(name: "host", value: "x")
        return HTTPRequestHead(version: .http2, method: method, uri: path, headers: headers)
    }

    static func answer(from inbound: NIOAsyncChannelInboundStream<HTTPClientResponsePart>) async throws -> Answer {
        var answer = Answer()
        for try await part in inbound {
            switch part {
            case .head(let head): (answer.status, answer.headers) = (Int(head.status.code), head.headers)
            case .body(let bytes): answer.text += String(buffer: bytes)
            case .end: return answer
            }
        }
        return answer
    }
}
