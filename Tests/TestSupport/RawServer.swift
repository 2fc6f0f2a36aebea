import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// A TCP server on a free port of loopback that speaks whatever bytes a test wants.
package final class RawServer: Sendable {
    package let port: Int
    private let counts = Mutex((connections: 0, requests: 0))
    private let arrivals: AsyncStream<String>
    fileprivate let arrival: AsyncStream<String>.Continuation

    fileprivate init(port: Int) {
        self.port = port
        (arrivals, arrival) = AsyncStream.makeStream()
    }

    package var authority: String { "127.0.0.1:\(port)" }
    package var connections: Int { counts.withLock { $0.connections } }
    package var requests: Int { counts.withLock { $0.requests } }

    /// Waits for something that the server's script tells.
    package func next() async -> String? {
        var iterator = arrivals.makeAsyncIterator()
        return await iterator.next()
    }

    fileprivate func countConnection() { counts.withLock { $0.connections += 1 } }
    fileprivate func countRequest() { counts.withLock { $0.requests += 1 } }
}

/// The system gave no TCP socket as such.
private struct RawServerError: Error {}

/// One accepted connection, for a script to read from and write to.
package struct RawConnection {
    fileprivate var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    fileprivate let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    fileprivate let channel: any Channel
    fileprivate let server: RawServer
    private var rest = ""

    fileprivate init(
        inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
        outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>, channel: any Channel, server: RawServer
    ) {
        self.inbound = inbound
        self.outbound = outbound
        self.channel = channel
        self.server = server
    }

    /// The next request's head without the empty line; nil once the client has closed.
    package mutating func request() async throws -> String? {
        while true {
            if let end = rest.range(of: "\r\n\r\n") {
                let head = String(rest[..<end.lowerBound])
                rest = String(rest[end.upperBound...])
                server.countRequest()
                return head
            }
            guard let bytes = try await inbound.next() else { return nil }
            rest += String(buffer: bytes)
        }
    }

    /// The body of the request whose head was read last, of so many bytes; what there is of it if the client closes.
    package mutating func body(bytes: Int) async throws -> String {
        while rest.utf8.count < bytes, let more = try await inbound.next() { rest += String(buffer: more) }
        let body = String(decoding: rest.utf8.prefix(bytes), as: UTF8.self)
        rest = String(decoding: rest.utf8.dropFirst(bytes), as: UTF8.self)
        return body
    }

    /// Returns once the kernel has taken the bytes.
    package func send(_ text: String) async throws {
        try await outbound.write(ByteBuffer(string: text))
    }

    /// Reads until the client closes, or resets.
    package mutating func waitForClose() async {
        while let bytes = try? await inbound.next() { _ = bytes }
    }

    /// Has the close after the script be a reset.
    package func resetOnClose() async throws {
        guard let options = channel as? any SocketOptionProvider else { throw RawServerError() }
        try await options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
    }

    /// Tells the test, which waits with ``RawServer/next()``.
    package func tell(_ text: String) {
        server.arrival.yield(text)
    }
}

/// Runs `body` beside a server that runs `script` on each connection and closes it afterwards.
package func withRawServer<Output: Sendable>(
    _ script: @escaping @Sendable (inout RawConnection) async throws -> Void,
    body: (RawServer) async throws -> Output
) async throws -> Output {
    let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        .serverChannelOption(.backlog, value: 1024)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .bind(host: "127.0.0.1", port: 0) { channel in
            channel.eventLoop.makeCompletedFuture {
                try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
            }
        }
    guard let port = listener.channel.localAddress?.port else { throw RawServerError() }
    let server = RawServer(port: port)
    return try await withThrowingTaskGroup { group in
        group.addTask {
            try await withThrowingDiscardingTaskGroup { connections in
                try await listener.executeThenClose { accepted in
                    for try await connection in accepted {
                        server.countConnection()
                        connections.addTask { await serve(connection, server: server, script) }
                    }
                }
            }
        }
        defer { group.cancelAll() }
        do {
            let output = try await body(server)
            try await listener.channel.close()
            return output
        } catch {
            try? await listener.channel.close()
            throw error
        }
    }
}

private func serve(
    _ channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>, server: RawServer,
    _ script: @Sendable (inout RawConnection) async throws -> Void
) async {
    // The client going away in the middle is what many tests are about.
    try? await channel.executeThenClose { inbound, outbound in
        var connection = RawConnection(
            inbound: inbound.makeAsyncIterator(), outbound: outbound, channel: channel.channel, server: server)
        try await script(&connection)
    }
}

/// Answers every request on the connection with this.
package func answering(_ response: String) -> @Sendable (inout RawConnection) async throws -> Void {
    { connection in
        while try await connection.request() != nil { try await connection.send(response) }
    }
}
