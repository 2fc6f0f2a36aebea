import Foundation
import Simulator
import TestSupport
import Testing

@Suite("An Idempotency-Key")
struct IdempotencyTests {
    private static let body = #"{"session_id":"sid_c1ean000000000000000000101"}"#
    private static let other = #"{"session_id":"sid_t0r00000000000000000000204"}"#
    private static let key = ["Idempotency-Key": "8e03978e-40d5-43dd-bc93-6894a57f9324"]

    private static func decisions(_ service: Service) throws -> Int {
        try service.logLines().filter { String(decoding: $0, as: UTF8.self).contains("portcullis.decision.v1") }.count
    }

    @Test("gets the same bytes for the same request, from one record, and 409 for another")
    func same() async throws {
        try await Service.with { service in
            let first = try await service.decide(Self.body, headers: Self.key)
            #expect(first.status == 200)
            #expect(first.headers["idempotency-replayed"] == nil)
            let second = try await service.decide(Self.body, headers: Self.key)
            #expect(second.status == 200)
            #expect(second.body == first.body)
            #expect(second.headers["idempotency-replayed"] == "true")
            #expect(second.headers["content-type"] == "application/json")
            let conflict = try await service.decide(Self.other, headers: Self.key)
            #expect(conflict.status == 409)
            #expect(conflict.text("code") == "idempotency_conflict")
            #expect(try Self.decisions(service) == 1)
            let free = try await service.decide(Self.body)
            #expect(free.status == 200 && free.body != first.body)
            let malformed = try await service.decide(Self.body, headers: ["Idempotency-Key": "a b"])
            #expect(malformed.status == 400)
            #expect(malformed.text("code") == "invalid_idempotency_key")
            #expect(try Self.decisions(service) == 2)
        }
    }

    @Test("makes one decision of many requests at once: each gets its bytes or is told to come again")
    func concurrent() async throws {
        let slow = Catalogue.scenarios(of: .verisoul).first { $0.name == "slow" }?.id ?? ""
        // Long enough that none of them comes too late for it, on a busy machine too.
        try await Service.with(environment: ["PORTCULLIS_DECISION_DEADLINE_MS": "2000"]) { service in
            let answers = try await withThrowingTaskGroup(of: TestClient.Answer.self) { group in
                for _ in 0..<32 {
                    group.addTask { try await service.decide(#"{"session_id":"\#(slow)"}"#, headers: Self.key) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let good = answers.filter { $0.status == 200 }
            #expect(!good.isEmpty && Set(good.map(\.body)).count == 1)
            let held = answers.filter { $0.status != 200 }
            #expect(!held.isEmpty)
            for answer in held {
                #expect(answer.status == 409)
                #expect(answer.text("code") == "idempotency_running")
                #expect(answer.headers["retry-after"] == "1")
            }
            #expect(try Self.decisions(service) == 1)
        }
    }

    @Test("isn't used up by a request that is refused")
    func refused() async throws {
        try await Service.with { service in
            let unknown = #"{"session_id":"sid_c1ean000000000000000000101","event":"nope"}"#
            for (body, status) in [(unknown, 422), ("{", 400), (Self.body, 200)] {
                let answer = try await service.decide(body, headers: Self.key)
                #expect(answer.status == status)
            }
        }
    }

    @Test("is known after kill -9 and over a rotation, and stands in the log as digests alone")
    func restart() async throws {
        try await Folder.with { folder in
            let before = try await Service.start(logDirectory: folder)
            let first = try await before.decide(Self.body, headers: Self.key)
            #expect(first.status == 200)
            kill(before.processID, SIGHUP)
            #expect(await before.errors.line(containing: "decision log rotated") != nil)
            let later = try await before.decide(Self.other, headers: ["Idempotency-Key": "later"])
            before.kill()
            _ = await before.end()

            let service = try await Service.start(logDirectory: folder)
            let again = try await service.decide(Self.body, headers: Self.key)
            #expect(again.body == first.body && again.headers["idempotency-replayed"] == "true")
            #expect(try await service.decide(Self.other, headers: ["Idempotency-Key": "later"]).body == later.body)
            #expect(try await service.decide(Self.other, headers: Self.key).status == 409)
            #expect(try Self.decisions(service) == 1)
            service.terminate()
            #expect(await service.end() == 0)
            let verified = try await Binary.run(["log", "verify", folder.path])
            #expect(verified.status == 0, "\(verified.errors)")
            let closed = try String(
                contentsOf: folder.appending(path: "decisions-00000000000000000001.ndjson"), encoding: .utf8)
            #expect(closed.contains(#","idempotency":{"key":""#))
            #expect(!closed.contains("8e03978e"))
        }
    }

    @Test("is the caller's own: another's request with the same one is decided")
    func callers() async throws {
        let (first, second) = ("0123456789abcdef", "fedcba9876543210")
        try await Service.with(environment: ["PORTCULLIS_AUTH_BEARER_KEYS": "a:\(first),b:\(second)"]) { service in
            func decide(_ key: String) async throws -> TestClient.Answer {
                try await service.decide(
                    Self.body, headers: Self.key.merging(["Authorization": "Bearer \(key)"]) { $1 })
            }
            let answer = try await decide(first)
            #expect(try await decide(first).body == answer.body)
            #expect(try await decide(second).body != answer.body)
            #expect(try Self.decisions(service) == 2)
        }
    }
}
