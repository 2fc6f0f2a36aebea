import Curl
import Foundation
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTP2
import NIOSSL
import TestSupport
import Testing

@testable import Server

@Suite("HTTP/2", .timeLimit(.minutes(1)))
struct HTTP2Tests {
    /// Runs `body` with a server, and what its clients speak HTTP/2 with.
    private static func with(
        receiveTimeout: TimeAmount = .minutes(10), idleTimeout: TimeAmount = .minutes(10),
        linger: TimeAmount = .minutes(10),
        _ body: @escaping @Sendable (TestServer, NIOSSLContext) async throws -> Void
    ) async throws {
        try await TestTLSFiles.with { files in
            var configuration = TLSConfiguration.makeClientConfiguration()
            configuration.trustRoots = .file(files.caFile.path)
            configuration.certificateVerification = .noHostnameVerification
            configuration.applicationProtocols = ["h2"]
            let context = try NIOSSLContext(configuration: configuration)
            try await TestServer.with(
                receiveTimeout: receiveTimeout, idleTimeout: idleTimeout, linger: linger,
                tls: try ListenerTLS(TLSFiles(files))
            ) { try await body($0, context) }
        }
    }

    private static func with(
        receiveTimeout: TimeAmount = .minutes(10), idleTimeout: TimeAmount = .minutes(10),
        linger: TimeAmount = .minutes(10),
        _ body: @escaping @Sendable (TestServer, HTTP2Client) async throws -> Void
    ) async throws {
        try await with(receiveTimeout: receiveTimeout, idleTimeout: idleTimeout, linger: linger) { server, tls in
            try await HTTP2Client.with(port: server.client.port, tls: tls) { try await body(server, $0) }
        }
    }

    @Test("answers requests on one connection as HTTP/1.1 does")
    func served() async throws {
        try await Self.with { _, client in
            for _ in 1...3 {
                let answer = try await client.send()
                #expect(answer.status == 200 && answer.text == "alive")
                #expect(answer.headers["date"].count == 1 && answer.headers["connection"].isEmpty)
            }
            let posted = try await client.send(.POST, body: "{}")
            #expect(posted.status == 200 && posted.text == "2")
            let missing = try await client.send(.GET, "/nope")
            #expect(missing.status == 404 && missing.text.contains("not_found"))
            let head = try await client.send(.HEAD)
            #expect(head.text.isEmpty)
            let coded = try await client.send(.POST, "/", ["content-encoding": "gzip"], body: "{}")
            #expect(coded.status == 415)
        }
    }

    @Test("is what libcurl speaks where it is offered, and HTTP/1.1 where it isn't", arguments: [true, false])
    func offered(isOffered: Bool) async throws {
        try await TestTLSFiles.with { files in
            try await TestServer.with(tls: try ListenerTLS(TLSFiles(files))) { server in
                let configuration = try CurlClient.Configuration(allowsHTTP2: isOffered, caFile: files.caFile.path)
                try await withCurlClient(configuration) { client in
                    let request = HTTPRequest(
                        method: .post, scheme: "https", authority: "127.0.0.1:\(server.client.port)", path: "/")
                    let bodies = (0..<50).map { [UInt8](repeating: 0x78, count: $0) }
                    let answers = try await withThrowingTaskGroup(of: (Int, String).self) { group in
                        for (index, body) in bodies.enumerated() {
                            group.addTask {
                                let response = try await client.execute(
                                    request, body: body, deadline: .now + .seconds(30))
                                return (index, String(decoding: response.body, as: UTF8.self))
                            }
                        }
                        return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
                    }
                    #expect(answers == Dictionary(uniqueKeysWithValues: (0..<50).map { ($0, "\($0)") }))
                }
            }
        }
    }

    @Test("answers streams in the order in which their answers are there")
    func interleaved() async throws {
        try await Self.with { server, client in
            async let waiting = client.send(.GET, "/wait")
            #expect(await server.waiting.next() == .waiting)
            let other = try await client.send()
            #expect(other.status == 200)
            server.waiting.release()
            let answer = try await waiting
            #expect(answer.text == "released")
        }
    }

    @Test("tells the routes when a client has given up a stream, or left with all", arguments: [true, false])
    func leaving(isStream: Bool) async throws {
        try await Self.with { server, client in
            try await client.stream { _, outbound in
                try await outbound.write(.head(HTTP2Client.head(.GET, "/wait")))
                try await outbound.write(.end(nil))
                #expect(await server.waiting.next() == .waiting)
                if !isStream { try await client.channel.close() }
            }
            #expect(await server.waiting.next() == .cancelled)
        }
    }

    @Test("refuses a body that is too large, and one that doesn't come, on its stream alone")
    func bodies() async throws {
        try await Self.with(receiveTimeout: .milliseconds(100), linger: .milliseconds(50)) { _, client in
            let declared = try await client.stream { inbound, outbound in
                try await outbound.write(.head(HTTP2Client.head(.POST, "/", ["content-length": "70000"])))
                return try await HTTP2Client.answer(from: inbound)
            }
            #expect(declared.status == 413)
            let large = try await client.send(.POST, body: String(repeating: "x", count: 70_000))
            #expect(large.status == 413 && large.text.contains("payload_too_large"))
            let answer = try await client.stream { inbound, outbound in
                try await outbound.write(.head(HTTP2Client.head(.POST, "/")))
                return try await HTTP2Client.answer(from: inbound)
            }
            #expect(answer.status == 408 && answer.text.contains("request_timeout"))
            let other = try await client.send()
            #expect(other.status == 200)
        }
    }

    @Test("holds a bounded part of what all streams of a connection have sent of their requests")
    func unfinished() async throws {
        try await Self.with(linger: .milliseconds(50)) { _, client in
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        try await client.stream { inbound, outbound in
                            try await outbound.write(.head(HTTP2Client.head(.POST, "/")))
                            let part = ByteBuffer(repeating: 0x78, count: 60_000)
                            try await outbound.write(.body(.byteBuffer(part)))
                            return try await HTTP2Client.answer(from: inbound).status
                        }
                    }
                }
                // The first four hold what one connection may.
                var refused: [Int] = []
                while refused.count < 4, let status = try await group.next() { refused.append(status) }
                group.cancelAll()
                return refused
            }
            #expect(statuses == [503, 503, 503, 503])
            let other = try await client.send()
            #expect(other.status == 200)
        }
    }

    @Test("refuses more headers than HTTP/1.1 does", arguments: [(101, 1), (1, 20_000)])
    func headers(count: Int, bytes: Int) async throws {
        try await Self.with { _, client in
            let headers = HTTPHeaders((0..<count).map { ("x-\($0)", String(repeating: "a", count: bytes)) })
            let answer = try? await client.send(.GET, "/", headers)
            #expect(answer.map { [0, 400].contains($0.status) } ?? true)
        }
    }

    @Test("asks for a body whose client waits for that")
    func expectation() async throws {
        try await Self.with { _, client in
            let heads = try await client.stream { inbound, outbound in
                try await outbound.write(.head(HTTP2Client.head(.POST, "/", ["expect": "100-continue"])))
                var heads: [Int] = []
                for try await part in inbound {
                    if case .end = part { break }
                    guard case .head(let head) = part else { continue }
                    heads.append(Int(head.status.code))
                    guard head.status == .continue else { continue }
                    try await outbound.write(.body(.byteBuffer(ByteBuffer(string: "{}"))))
                    try await outbound.write(.end(nil))
                }
                return heads
            }
            #expect(heads == [100, 200])
        }
    }

    @Test("ends a connection whose client opens streams only to reset them")
    func rapidReset() async throws {
        try await Self.with { server, tls in
            try await HTTP2Client.with(port: server.client.port, tls: tls) { client in
                var opened = 0
                while client.channel.isActive, opened < 10_000 {
                    opened += 1
                    try? await client.stream { _, outbound in
                        try await outbound.write(.head(HTTP2Client.head(.POST, "/")))
                    }
                }
                #expect(opened < 10_000)
            }
            try await HTTP2Client.with(port: server.client.port, tls: tls) { client in
                let other = try await client.send()
                #expect(other.status == 200)
            }
        }
    }

    @Test("ends a connection without streams after its time, also one that never had any", arguments: [true, false])
    func idle(isUsed: Bool) async throws {
        try await Self.with(idleTimeout: .milliseconds(50)) { _, client in
            if isUsed { _ = try await client.send() }
            try await client.channel.closeFuture.get()
        }
    }

    @Test("while the service drains answers what was asked, and then ends")
    func draining() async throws {
        try await Self.with { server, client in
            async let waiting = client.send(.GET, "/wait")
            #expect(await server.waiting.next() == .waiting)
            await server.stop()
            server.waiting.release()
            let answer = try await waiting
            #expect(answer.text == "released")
            try await client.channel.closeFuture.get()
        }
    }
}
