import Curl
import Foundation
import HTTPTypes
import TestSupport
import Testing

@Suite("TLS, as it is operated", .timeLimit(.minutes(1)))
struct TLSTests {
    private static func environment(_ files: TestTLSFiles) -> [String: String] {
        [
            "PORTCULLIS_SERVER_TLS_CERTIFICATE_FILE": files.certificate.path,
            "PORTCULLIS_SERVER_TLS_PRIVATE_KEY_FILE": files.privateKey.path,
        ]
    }

    private static func get(_ path: String, of service: Service, trusting files: TestTLSFiles) async throws -> String {
        try await withCurlClient(try .init(caFile: files.caFile.path)) { client in
            let request = HTTPRequest(
                method: .get, scheme: "https", authority: "127.0.0.1:\(service.client.port)", path: path)
            let response = try await client.execute(request, deadline: .now + .seconds(30))
            return String(decoding: response.body, as: UTF8.self)
        }
    }

    @Test("is told in readyz and metrics, and its files are read again on SIGHUP and when they change")
    func reload() async throws {
        try await TestTLSFiles.with { files in
            try await Service.with(environment: Self.environment(files)) { service in
                // It ends tomorrow.
                let first = try await Self.get("/readyz", of: service, trusting: files)
                #expect(first.contains(#""tls":{"status":"degraded","reason":"the certificate ends at "#))
                let environment = Self.environment(files).merging(
                    ["PORTCULLIS_SERVER_PORT": "\(service.client.port)"]
                ) { $1 }
                let well = try await Binary.run(["healthcheck"], environment: environment)
                #expect(well.status == 0, "\(well.errors)")

                try files.write(files.authority.issue(notAfter: Date(timeIntervalSince1970: 4_000_000_000)))
                kill(service.processID, SIGHUP)
                #expect(await service.errors.line(containing: "not_after=2096-10-02T07:06:40Z") != nil)
                let second = try await Self.get("/readyz", of: service, trusting: files)
                #expect(second.contains(#""tls":{"status":"ok","reason":"the certificate ends at 2096"#))
                let metrics = try await Self.get("/metrics", of: service, trusting: files)
                #expect(metrics.contains("portcullis_tls_certificate_not_after_timestamp_seconds 4000000000\n"))

                try Data("no key".utf8).write(to: files.privateKey)
                #expect(await service.errors.line(containing: "certificate not loaded") != nil)
                let third = try await Self.get("/readyz", of: service, trusting: files)
                #expect(third.contains("what the files hold now is refused: server.tls.private_key_file"))
            }
        }
    }

    @Test("is refused by config check and at the start if its files are no good, or one is missing")
    func refused() async throws {
        try await TestTLSFiles.with { files in
            var environment = Self.environment(files)
            let good = try await Binary.run(["config", "check"], environment: environment)
            #expect(good.status == 0, "\(good.errors)")
            try Data("no key".utf8).write(to: files.privateKey)
            for (command, status) in [(["config", "check"], Int32(1)), (["serve", "--simulate"], 2)] {
                let bad = try await Binary.run(command, environment: environment)
                #expect(bad.status == status)
                #expect(
                    bad.errors.contains("server.tls.private_key_file: \(files.privateKey.path) holds no private key"))
            }
            environment["PORTCULLIS_SERVER_TLS_PRIVATE_KEY_FILE"] = nil
            let half = try await Binary.run(["config", "check"], environment: environment)
            #expect(half.errors.contains("server.tls.private_key_file: has to be set too"))
        }
    }
}
