import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL
import TestSupport
import Testing

@testable import Server

@Suite("A client's certificate", .timeLimit(.minutes(1)))
struct ClientCertificateTests {
    /// Whom `GET /caller` takes a client for that shows this.
    private static func caller(
        _ shown: TestAuthority.Issued?, http2: Bool, of server: TestServer, _ files: TestTLSFiles
    ) async throws -> String {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .file(files.caFile.path)
        configuration.certificateVerification = .noHostnameVerification
        configuration.shutdownTimeout = .milliseconds(10)
        configuration.applicationProtocols = http2 ? ["h2"] : []
        if let shown {
            configuration.certificateChain = try NIOSSLCertificate.fromPEMBytes(Array(shown.certificate.utf8)).map {
                .certificate($0)
            }
            configuration.privateKey = .privateKey(
                try NIOSSLPrivateKey(bytes: Array(shown.privateKey.utf8), format: .pem))
        }
        let context = try NIOSSLContext(configuration: configuration)
        if http2 {
            return try await HTTP2Client.with(port: server.client.port, tls: context) {
                try await $0.send(.GET, "/caller").text
            }
        }
        return try await TestConnection.with(port: server.client.port, tls: context) { connection in
            try await connection.send("GET /caller HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            return String(try await connection.receive().split(separator: "\r\n").last ?? "")
        }
    }

    @Test("tells who it is by a name that is listed, and by no other", arguments: [false, true])
    func names(http2: Bool) async throws {
        try await TestTLSFiles.with { files in
            let names = try ClientNames("backend:spiffe://prod/backend,batch:Batch.example,batch:other.example")
            let tls = try ListenerTLS(
                TLSFiles(
                    certificate: files.certificate.path, privateKey: files.privateKey.path,
                    clientCA: files.caFile.path))
            try await TestServer.with(tls: tls, clientNames: names) { server in
                let cases: [(dnsNames: [String], uris: [String], caller: String)] = [
                    ([], ["spiffe://prod/backend"], "backend"),
                    (["BATCH.example"], [], "batch"),
                    (["batch.example", "other.example"], ["https://x"], "batch"),
                    // Two callers at once, another URI, a DNS name that is a URI, a part of a name, nothing.
                    (["batch.example"], ["spiffe://prod/backend"], "nobody"),
                    ([], ["spiffe://prod/Backend"], "nobody"),
                    (["spiffe://prod/backend"], [], "nobody"),
                    (["a.batch.example"], ["spiffe://prod/backend/x"], "nobody"),
                    ([], [], "nobody"),
                ]
                for (dnsNames, uris, expected) in cases {
                    let shown = try files.authority.issue(dnsNames: dnsNames, uris: uris)
                    let caller = try await Self.caller(shown, http2: http2, of: server, files)
                    #expect(caller == expected, "\(dnsNames) \(uris)")
                }
                let without = try await Self.caller(nil, http2: http2, of: server, files)
                #expect(without == "nobody")
            }
        }
    }

    @Test("of another authority, or one that has ended, ends the connection", arguments: [true, false])
    func untrusted(isForeign: Bool) async throws {
        try await TestTLSFiles.with { files in
            let tls = try ListenerTLS(
                TLSFiles(
                    certificate: files.certificate.path, privateKey: files.privateKey.path,
                    clientCA: files.caFile.path))
            try await TestServer.with(tls: tls, clientNames: try ClientNames("backend:backend.example")) { server in
                let authority = isForeign ? try TestAuthority() : files.authority
                let shown = try authority.issue(
                    dnsNames: ["backend.example"], notAfter: isForeign ? Date() + 3600 : Date() - 60)
                let caller = try? await Self.caller(shown, http2: false, of: server, files)
                #expect(caller == nil || caller == "")
                let good = try files.authority.issue(dnsNames: ["backend.example"])
                let other = try await Self.caller(good, http2: false, of: server, files)
                #expect(other == "backend")
            }
        }
    }
}
