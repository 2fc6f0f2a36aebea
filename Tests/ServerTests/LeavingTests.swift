import TestSupport
import Testing

@testable import Server

@Suite("A client that leaves while it is answered", .timeLimit(.minutes(1)))
struct LeavingTests {
    private static let request = "GET /wait HTTP/1.1\r\nHost: x\r\n\r\n"

    @Test("has the task that answers cancelled, however it leaves", arguments: [true, false])
    func leaving(isReset: Bool) async throws {
        try await TestServer.with { server in
            try await TestConnection.with(port: server.client.port) { connection in
                try await connection.send(Self.request)
                #expect(await server.waiting.next() == .waiting)
                if isReset { try await connection.reset() } else { try await connection.close() }
                #expect(await server.waiting.next() == .cancelled)
            }
            #expect(try await server.client.send("GET", "/").status == 200)
        }
    }

    @Test("is answered if it has only closed its sending side")
    func halfClosed() async throws {
        try await TestServer.with { server in
            try await TestConnection.with(port: server.client.port) { connection in
                try await connection.send(Self.request)
                #expect(await server.waiting.next() == .waiting)
                connection.finish()
                // Asked whether it is there.
                #expect(try await connection.receive(until: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
                server.waiting.release()
                let answer = try await connection.receive()
                #expect(answer.hasPrefix("HTTP/1.1 200 ") && answer.hasSuffix("released"))
            }
        }
    }

    @Test("isn't asked whether it is there in a version of HTTP that doesn't know how")
    func oldVersion() async throws {
        try await TestServer.with { server in
            try await TestConnection.with(port: server.client.port) { connection in
                try await connection.send("GET /wait HTTP/1.0\r\n\r\n")
                #expect(await server.waiting.next() == .waiting)
                connection.finish()
                server.waiting.release()
                let answer = try await connection.receive()
                #expect(answer.hasPrefix("HTTP/1.1 200 ") && answer.hasSuffix("released"))
            }
        }
    }
}
