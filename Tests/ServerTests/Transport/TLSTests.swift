import Curl
import Foundation
import HTTPTypes
import NIOCore
import NIOSSL
import TestSupport
import Testing

@testable import Server

@Suite("TLS", .timeLimit(.minutes(1)))
struct TLSTests {
    /// Runs `body` with a server over TLS, the files of its certificate, and what it shows.
    private static func with(
        receiveTimeout: TimeAmount = .minutes(10), maxConnections: Int = 1024,
        _ body: @escaping @Sendable (TestServer, TestTLSFiles, ListenerTLS) async throws -> Void
    ) async throws {
        try await TestTLSFiles.with { files in
            let tls = try ListenerTLS(TLSFiles(files))
            try await TestServer.with(receiveTimeout: receiveTimeout, maxConnections: maxConnections, tls: tls) {
                try await body($0, files, tls)
            }
        }
    }

    /// The status of `GET /` for a client that trusts the authority.
    private static func ask(_ port: Int, trusting files: TestTLSFiles) async throws -> Int {
        try await withCurlClient(try .init(caFile: files.caFile.path)) { client in
            let request = HTTPRequest(method: .get, scheme: "https", authority: "127.0.0.1:\(port)", path: "/")
            return try await client.execute(request, deadline: .now + .seconds(30)).head.status.code
        }
    }

    private static func context(
        trusting files: TestTLSFiles, _ change: (inout TLSConfiguration) -> Void = { _ in }
    ) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .file(files.caFile.path)
        configuration.certificateVerification = .noHostnameVerification
        configuration.shutdownTimeout = .milliseconds(10)
        change(&configuration)
        return try NIOSSLContext(configuration: configuration)
    }

    @Test("answers a client that trusts its authority, and keeps the connection")
    func served() async throws {
        try await Self.with { server, files, _ in
            let status = try await Self.ask(server.client.port, trusting: files)
            #expect(status == 200)
            let tls = try Self.context(trusting: files)
            try await TestConnection.with(port: server.client.port, tls: tls) { connection in
                for _ in 1...2 {
                    try await connection.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                    let answer = try await connection.receive(until: "alive")
                    #expect(answer.hasPrefix("HTTP/1.1 200 "))
                }
            }
        }
    }

    @Test("tells the routes when a client has left")
    func leaving() async throws {
        try await Self.with { server, files, _ in
            let tls = try Self.context(trusting: files)
            try await TestConnection.with(port: server.client.port, tls: tls) { connection in
                try await connection.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n")
                #expect(await server.waiting.next() == .waiting)
                try await connection.reset()
                #expect(await server.waiting.next() == .cancelled)
            }
        }
    }

    @Test("is 1.2 or 1.3, with ciphers that keep the past secret", arguments: [TLSVersion.tlsv12, .tlsv13])
    func goodVersions(version: TLSVersion) async throws {
        try await Self.with { server, files, _ in
            let tls = try Self.context(trusting: files) {
                ($0.minimumTLSVersion, $0.maximumTLSVersion) = (version, version)
            }
            try await TestConnection.with(port: server.client.port, tls: tls) { connection in
                try await connection.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                let answer = try await connection.receive(until: "alive")
                #expect(answer.hasPrefix("HTTP/1.1 200 "))
            }
        }
    }

    @Test("is nothing older, and no cipher without forward secrecy or with CBC", arguments: [true, false])
    func refusedClients(isOld: Bool) async throws {
        try await Self.with { server, files, _ in
            let tls = try Self.context(trusting: files) { configuration in
                configuration.minimumTLSVersion = .tlsv1
                configuration.maximumTLSVersion = isOld ? .tlsv11 : .tlsv12
                if !isOld {
                    configuration.cipherSuiteValues = [
                        .TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, .TLS_RSA_WITH_AES_128_GCM_SHA256,
                    ]
                }
            }
            await #expect(throws: (any Error).self) {
                try await TestConnection.with(port: server.client.port, tls: tls) { connection in
                    try await connection.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                    _ = try await connection.receive()
                }
            }
            let status = try await Self.ask(server.client.port, trusting: files)
            #expect(status == 200)
        }
    }

    @Test(
        "ends with who doesn't speak it, in time and without harm to others",
        arguments: [
            "", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "\u{16}\u{3}\u{1}\u{7F}",
            String(repeating: "\u{16}", count: 70_000),
        ])
    func garbage(bytes: String) async throws {
        try await Self.with(receiveTimeout: .milliseconds(200), maxConnections: 8) { server, files, _ in
            try await withThrowingTaskGroup(of: Int?.self) { group in
                for _ in 0..<32 {
                    group.addTask { try await server.client.send(raw: Array(bytes.utf8)).status }
                }
                for try await status in group { #expect(status == nil) }
            }
            let status = try await Self.ask(server.client.port, trusting: files)
            #expect(status == 200)
        }
    }

    @Test("ends a handshake at once when the service drains")
    func draining() async throws {
        try await Self.with { server, files, _ in
            try await TestConnection.with(port: server.client.port) { connection in
                let status = try await Self.ask(server.client.port, trusting: files)
                #expect(status == 200)
                await server.stop()
                let text = try await connection.receive()
                #expect(text.isEmpty)
            }
        }
    }

    @Test("shows a new certificate once its files have stood still, and keeps the old connections")
    func reload() async throws {
        try await Self.with { server, files, tls in
            let old = try Self.context(trusting: files)
            try await TestConnection.with(port: server.client.port, tls: old) { kept in
                try await kept.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                _ = try await kept.receive(until: "alive")

                let other = try TestAuthority()
                try files.write(other.issue())
                #expect(tls.look() == .unchanged)
                #expect(tls.look() == .loaded(notAfter: tls.health.notAfter))
                #expect(tls.look() == .unchanged)
                await #expect(throws: CurlError.self) { try await Self.ask(server.client.port, trusting: files) }
                try Data(other.certificate.utf8).write(to: files.caFile)
                let status = try await Self.ask(server.client.port, trusting: files)
                #expect(status == 200)

                try await kept.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                let answer = try await kept.receive(until: "alive")
                #expect(answer.hasPrefix("HTTP/1.1 200 "))
            }
        }
    }
}

extension TLSFiles {
    init(_ files: TestTLSFiles) {
        self.init(certificate: files.certificate.path, privateKey: files.privateKey.path)
    }
}
