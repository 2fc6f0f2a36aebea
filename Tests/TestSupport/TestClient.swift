import NIOCore
import NIOPosix

/// A client that sees every byte: one request a connection, read until the other side closes.
package struct TestClient: Sendable {
    package let port: Int

    package init(port: Int) { self.port = port }

    /// What came back. `status` is nil when not even a status line did.
    package struct Answer: Sendable {
        package var status: Int?
        package var headers: [String: String] = [:]
        package var body: [UInt8] = []

        package init(body: [UInt8] = []) { self.body = body }

        /// The body as text; bytes that aren't UTF-8 are replaced.
        package var text: String { String(decoding: body, as: UTF8.self) }

        /// Whether the body has the length that the header announced.
        package var isComplete: Bool { headers["content-length"].flatMap { Int($0) } == body.count }
    }

    /// Sends one request with the headers given and `Connection: close`.
    package func send(
        _ method: String = "GET", _ path: String, _ headers: [String: String] = [:], body: String = ""
    ) async throws -> Answer {
        var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        if headers["Content-Length"] == nil { head += "Content-Length: \(body.utf8.count)\r\n" }
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        return try await send(raw: Array((head + "\r\n" + body).utf8))
    }

    /// Sends the bytes as they are and reads until the other side closes.
    package func send(raw request: [UInt8]) async throws -> Answer {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var received: [UInt8] = []
            do {
                try await outbound.write(ByteBuffer(bytes: request))
            } catch  where error is IOError || error is ChannelError {
                // The other side has closed before it was told all; its answer may be here.
            }
            do {
                for try await buffer in inbound { received += buffer.readableBytesView }
            } catch is IOError {
                // A reset ends the answer as an orderly close does.
            }
            try Task.checkCancellation()
            return Self.parse(received)
        }
    }

    private static func parse(_ bytes: [UInt8]) -> Answer {
        let end = Array("\r\n\r\n".utf8)
        guard let split = bytes.indices.first(where: { bytes[$0...].starts(with: end) }) else { return Answer() }
        let lines = String(decoding: bytes[..<split], as: UTF8.self).split(separator: "\r\n")
        var answer = Answer(body: Array(bytes[(split + end.count)...]))
        answer.status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            answer.headers[parts[0].lowercased()] = String(parts[1].drop { $0 == " " })
        }
        return answer
    }
}
