import Crypto
import Foundation
import TestSupport
import Testing

/// What the handlers in `examples/` do when there is no decision to be had, and how they sign.
@Suite("The example handlers, without a decision,")
struct ExampleFailureTests {
    private static let session = "sid_c1ean000000000000000000101"
    private static let decision = #"{"id":"dec_1","decision":"allow"}"#

    @Test("hold accounts while the service is away", arguments: Example.all)
    func away(example: Example) async throws {
        let port = try await withRawServer({ _ in }) { $0.port }
        let result = try await example.run([Self.session], port: port)
        #expect(result.status == 0 && result.output == Example.held)
        // All of the attempts, for the service may only have been restarted.
        #expect(result.errors.split(separator: "\n").count == 3)
    }

    @Test("hold accounts, in time, when the service doesn't answer", arguments: Example.all)
    func silent(example: Example) async throws {
        try await withRawServer { connection in
            _ = try await connection.request()
            await connection.waitForClose()
        } body: { server in
            let clock = ContinuousClock()
            let begin = clock.now
            let result = try await example.run([Self.session], port: server.port)
            #expect(result.status == 0 && result.output == Example.held)
            #expect(server.requests == 1)
            // Its own timeout is 2 s; the rest is for a machine that is busy with other things.
            #expect(clock.now - begin < .seconds(20))
        }
    }

    @Test("ask again with the same key when Retry-After lets them", arguments: Example.all)
    func retryAfter(example: Example) async throws {
        let attempts = Attempts()
        try await withRawServer { connection in
            guard let head = try await connection.request() else { return }
            _ = try await connection.body(of: head)
            let problem = #"{"code":"overloaded","detail":"too many decisions wait","pointer":""}"#
            try await connection.send(
                attempts.add(head) == 1
                    ? Attempts.response(503, problem, headers: "Retry-After: 1\r\n")
                    : Attempts.response(200, Self.decision))
        } body: { server in
            let result = try await example.run([Self.session], port: server.port)
            #expect(result.output == "account opened (dec_1)\n")
            #expect(result.errors.contains("503 overloaded"))
            let keys = attempts.values(of: "Idempotency-Key")
            #expect(keys.count == 2 && Set(keys).count == 1 && UUID(uuidString: keys[0]) != nil)
        }
    }

    @Test(
        "don't ask again when it would be too late, or nothing would come of it", arguments: Example.all,
        [(503, "Retry-After: 60\r\n"), (503, "Retry-After: soon\r\n"), (500, ""), (302, "Location: /\r\n")])
    func hopeless(example: Example, answer: (status: Int, headers: String)) async throws {
        try await withRawServer(answering(Attempts.response(answer.status, "{}", headers: answer.headers))) { server in
            let result = try await example.run([Self.session], port: server.port)
            #expect(result.status == 0 && result.output == Example.held && result.errors != "")
            #expect(server.requests == 1)
        }
    }

    @Test(
        "take nothing for one that isn't", arguments: Example.all,
        [
            #"{"id":"dec_1","decision":"ALLOW"}"#, #"{"id":"dec_1","decision":["allow"]}"#, "null", "",
            "<html>allow</html>",
        ])
    func noDecision(example: Example, body: String) async throws {
        try await withRawServer(answering(Attempts.response(200, body))) { server in
            let result = try await example.run([Self.session], port: server.port)
            #expect(result.status == 0 && result.output == Example.held && result.errors != "")
        }
    }

    @Test("sign as Standard Webhooks 1.0 has it, each attempt with the same id", arguments: Example.all)
    func signed(example: Example) async throws {
        let key = Data((0..<32).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 200) })
        let (attempts, now) = (Attempts(), Date.now.timeIntervalSince1970.rounded(.down))
        try await withRawServer { connection in
            guard let head = try await connection.request() else { return }
            connection.tell(try await connection.body(of: head))
            try await connection.send(
                attempts.add(head) == 1
                    ? Attempts.response(503, "{}", headers: "Retry-After: 1\r\n")
                    : Attempts.response(200, Self.decision))
        } body: { server in
            let result = try await example.run(
                [Self.session], port: server.port,
                environment: ["DECISIONS_SECRET": "whsec_" + key.base64EncodedString()])
            #expect(result.output == "account opened (dec_1)\n")
            let ids = attempts.values(of: "webhook-id")
            #expect(ids.count == 2 && Set(ids).count == 1)
            let times = attempts.values(of: "webhook-timestamp")
            for (time, signature) in zip(times, attempts.values(of: "webhook-signature")) {
                let body = try #require(await server.next())
                let code = HMAC<SHA256>.authenticationCode(
                    for: Data("\(ids[0]).\(time).\(body)".utf8), using: SymmetricKey(data: key))
                #expect(signature == "v1," + Data(code).base64EncodedString())
                #expect(try #require(Double(time)) >= now)
            }
            #expect(times.count == 2 && attempts.values(of: "authorization").isEmpty)
        }
    }
}
