import Foundation
import TestSupport
import Testing

/// The handlers in `examples/` as their readers run them, against the real program.
@Suite("The example handlers")
struct ExampleTests {
    private static let clean = "sid_c1ean000000000000000000101"

    private static func recorded(_ service: Service) throws -> [String] {
        try service.logLines().map { String(decoding: $0, as: UTF8.self) }.filter { $0.contains("decision.v1") }
    }

    @Test("open, refuse and hold accounts as is decided, and tell the record", arguments: Example.all)
    func decide(example: Example) async throws {
        try await Service.with { service in
            let calls = [
                ([Self.clean], "account opened ("), (["sid_b0t00000000000000000000103"], "refused: "),
                (["sid_vpn00000000000000000000201"], "account opened, but held "),
                ([Self.clean, "00000000-0000-4000-8000-000000000201"], "account opened, but held "),
                (["00000000-0000-4000-8000-000000000101"], "account opened ("),
            ]
            for (index, (sessions, expected)) in calls.enumerated() {
                let result = try await example.run(sessions, port: service.client.port)
                #expect(result.status == 0 && result.errors == "" && result.output.hasPrefix(expected))
                let id = try #require(result.output.firstMatch(of: /dec_[0-9a-z]+/)).output
                let records = try Self.recorded(service)
                #expect(records.count == index + 1 && records.last?.contains("\"id\":\"\(id)\"") == true)
            }
        }
    }

    @Test("come with a bearer key, and hold accounts when it is refused", arguments: Example.all)
    func bearer(example: Example) async throws {
        let key = "k3y-of-the-signup-backend"
        try await Service.with(environment: ["PORTCULLIS_AUTH_BEARER_KEYS": "backend:\(key)"]) { service in
            let good = try await example.run(
                [Self.clean], port: service.client.port, environment: ["DECISIONS_KEY": key])
            #expect(good.output.hasPrefix("account opened (dec_") && good.errors == "")
            let wrong = try await example.run(
                [Self.clean], port: service.client.port, environment: ["DECISIONS_KEY": key + "x"])
            #expect(wrong.output == Example.held && wrong.status == 0)
            #expect(wrong.errors.contains("401 invalid_credentials"))
            #expect(!wrong.errors.contains(key))
        }
    }

    @Test("hold accounts when the request is refused, and tell why", arguments: Example.all)
    func refused(example: Example) async throws {
        try await Service.with { service in
            let result = try await example.run(["sid_made-up"], port: service.client.port)
            #expect(result.output == Example.held && result.status == 0)
            #expect(result.errors.contains("422 invalid_session_id at '/sessions/tripwire'"))
            #expect(try Self.recorded(service).isEmpty)
        }
    }

    @Test("get a late vendor's outcome, for they wait longer than the deadline", arguments: Example.all)
    func lateVendor(example: Example) async throws {
        try await Service.with { service in
            let result = try await example.run(["sid_s10w0000000000000000000701"], port: service.client.port)
            #expect(result.output.hasPrefix("account opened, but held ") && result.output.contains("(dec_"))
            #expect(result.errors == "")
        }
    }

    @Test("get the one decision when the first answer is lost on its way", arguments: Example.all)
    func lostAnswer(example: Example) async throws {
        try await Service.with { service in
            let (client, attempts) = (service.client, Attempts())
            try await withRawServer { connection in
                guard let head = try await connection.request() else { return }
                let body = try await connection.body(of: head)
                let key = head.firstMatch(of: /(?i)idempotency-key: *([!-~]+)/).map { String($0.output.1) } ?? ""
                let headers = ["Content-Type": "application/json", "Idempotency-Key": key]
                let answer = try await client.send("POST", "/v1/decisions", headers, body: body)
                guard attempts.add(head) > 1 else { return try await connection.resetOnClose() }
                try await connection.send(Attempts.response(200, answer.text))
            } body: { proxy in
                let result = try await example.run([Self.clean], port: proxy.port)
                let records = try Self.recorded(service)
                #expect(records.count == 1)
                let id = try #require(result.output.firstMatch(of: /dec_[0-9a-z]+/)).output
                #expect(result.output == "account opened (\(id))\n")
                #expect(records.first?.contains("\"id\":\"\(id)\"") == true)
                #expect(result.errors.split(separator: "\n").count == 1)
            }
        }
    }
}
