import NIOCore
import NIOPosix
import NIOSSL

/// A connection on which a test says and hears one thing after the other.
package struct TestConnection {
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private let channel: any Channel

    /// Runs `body` with a connection that is closed afterwards.
    package static func with<Output: Sendable>(
        port: Int, _ body: @Sendable (inout TestConnection) async throws -> Output
    ) async throws -> Output {
        try await run(body) { try await $0.connect(host: "127.0.0.1", port: port, channelInitializer: initialize) }
    }

    package static func with<Output: Sendable>(
        unixSocket path: String, _ body: @Sendable (inout TestConnection) async throws -> Output
    ) async throws -> Output {
        try await run(body) { try await $0.connect(unixDomainSocketPath: path, channelInitializer: initialize) }
    }

    /// Over TLS, as a client of the context.
    package static func with<Output: Sendable>(
        port: Int, tls context: NIOSSLContext, _ body: @Sendable (inout TestConnection) async throws -> Output
    ) async throws -> Output {
        try await run(body) {
            try await $0.connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        NIOSSLClientHandler(context: context, serverHostname: nil))
                    return try wrap(channel)
                }
            }
        }
    }

    private static let initialize: @Sendable (any Channel) -> EventLoopFuture<NIOAsyncChannel<ByteBuffer, ByteBuffer>> =
        { channel in
            channel.eventLoop.makeCompletedFuture { try wrap(channel) }
        }

    private static func wrap(_ channel: any Channel) throws -> NIOAsyncChannel<ByteBuffer, ByteBuffer> {
        try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
            wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
    }

    private static func run<Output: Sendable>(
        _ body: @Sendable (inout TestConnection) async throws -> Output,
        connect: (ClientBootstrap) async throws -> NIOAsyncChannel<ByteBuffer, ByteBuffer>
    ) async throws -> Output {
        let channel = try await connect(
            ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                // What the server says last doesn't keep a test from going on to send.
                .channelOption(.allowRemoteHalfClosure, value: true))
        return try await channel.executeThenClose { inbound, outbound in
            var connection = TestConnection(
                inbound: inbound.makeAsyncIterator(), outbound: outbound, channel: channel.channel)
            return try await body(&connection)
        }
    }

    package func send(_ text: String) async throws {
        try await outbound.write(ByteBuffer(string: text))
    }

    /// Says that nothing more will be said.
    package func finish() { outbound.finish() }

    /// Leaves at once and for good.
    package func close() async throws { try await channel.close() }

    /// Leaves with a reset.
    package func reset() async throws {
        guard let options = channel as? any SocketOptionProvider else { throw NoSocket() }
        try await options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        try await close()
    }

    private struct NoSocket: Error {}

    /// Everything up to and with `end`, or until the other side closes.
    package mutating func receive(until end: String? = nil) async throws -> String {
        var text = ""
        do {
            while let bytes = try await inbound.next() {
                text += String(buffer: bytes)
                if let end, text.contains(end) { break }
            }
        } catch is IOError {
            // A reset ends the answer as an orderly close does.
        }
        return text
    }
}
