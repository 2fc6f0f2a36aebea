import Foundation
import TestSupport
import Testing

@Suite("A caller that leaves", .timeLimit(.minutes(2)))
struct LeavingTests {
    private static let session = "sid_c1ean000000000000000000101"

    private static func request(key: String = "") -> String {
        let body = #"{"session_id":"\#(session)"}"#
        let headers = "Host: x\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n"
        return "POST /v1/decisions HTTP/1.1\r\n\(headers)\(key)\r\n\(body)"
    }

    /// Waits for a line of `/metrics`.
    private static func wait(for line: String, of service: Service) async throws {
        while try await !service.client.send("GET", "/metrics").text.contains(line) {}
    }

    private static func decisions(of service: Service) throws -> [[UInt8]] {
        try service.logLines().filter { String(decoding: $0, as: UTF8.self).contains("portcullis.decision.v1") }
    }

    @Test("takes the vendor's call with it, leaves no record, and is counted", arguments: [true, false])
    func vendorHangs(isReset: Bool) async throws {
        let hang: @Sendable (inout RawConnection) async throws -> Void = { connection in
            _ = try await connection.request()
            connection.tell("asked")
            await connection.waitForClose()
            connection.tell("left")
        }
        try await withRawServer(hang) { vendor in
            let environment = [
                "PORTCULLIS_PROVIDERS_TRIPWIRE_BASE_URL": "http://\(vendor.authority)",
                "PORTCULLIS_PROVIDERS_TRIPWIRE_SECRET_KEY": "sk_test_key", "PORTCULLIS_DECISION_DEADLINE_MS": "30000",
                "PORTCULLIS_LOGGING_LEVEL": "debug",
            ]
            try await Service.with(["serve"], environment: environment) { service in
                try await TestConnection.with(port: service.client.port) { connection in
                    try await connection.send(Self.request(key: "Idempotency-Key: again\r\n"))
                    #expect(await vendor.next() == "asked")
                    if isReset { try await connection.reset() } else { try await connection.close() }
                    // Long before the deadline.
                    #expect(await vendor.next() == "left")
                }
                try await Self.wait(
                    for: #"portcullis_http_requests_total{route="/v1/decisions",status="499"} 1"#, of: service)
                try await Self.wait(
                    for: #"portcullis_provider_fetches_in_flight{provider="tripwire"} 0"#, of: service)
                #expect(await service.errors.line(containing: "its caller has left") != nil)
                #expect(try Self.decisions(of: service).isEmpty)

                // Its key isn't used up.
                try await TestConnection.with(port: service.client.port) { connection in
                    try await connection.send(Self.request(key: "Idempotency-Key: again\r\n"))
                    #expect(await vendor.next() == "asked")
                    try await connection.reset()
                    #expect(await vendor.next() == "left")
                }
            }
        }
    }

    @Test(
        "after the verdict has its decision logged all the same",
        .enabled("strace has to be installed, and allowed to trace") { await Self.hasTracer() })
    func commitTakesTime() async throws {
        try await Folder.with { folder in
            // `-D`: the service stays the process that was started.
            let service = try await Service.start(
                shell: """
                    exec strace -D -f -qq -o /dev/null -e trace=fdatasync -e inject=fdatasync:delay_enter=200ms:when=3+ \
                    "$0" serve --simulate
                    """, logDirectory: folder)
            try await TestConnection.with(port: service.client.port) { connection in
                try await connection.send(Self.request())
                // Written, and not yet synced.
                while try Self.decisions(of: service).isEmpty {}
                try await connection.reset()
            }
            try await Self.wait(
                for: #"portcullis_http_requests_total{route="/v1/decisions",status="200"} 1"#, of: service)
            let line = try #require(try Self.decisions(of: service).first)
            let body = try DecisionTests.decision(in: line)
            let id = TestClient.Answer(body: body).text("id") ?? ""
            #expect(try await service.client.send("GET", "/v1/decisions/\(id)").body == body)
            service.terminate()
            #expect(await service.end() == 0)
            let verified = try await Binary.run(["log", "verify", folder.path])
            #expect(verified.status == 0, "\(verified.errors)")
        }
    }

    static func hasTracer() async -> Bool {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["strace", "-D", "-qq", "-o", "/dev/null", "true"]
        process.standardError = FileHandle.nullDevice
        let ended = Binary.end(of: process)
        guard (try? process.run()) != nil else { return false }
        return await ended.first { _ in true } == 0
    }
}
