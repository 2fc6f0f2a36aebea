import CEL
import Foundation
import Simulator
import TestSupport
import Testing

@Suite("A batch")
struct BatchTests {
    private static let clean = "sid_c1ean000000000000000000101"
    private static let tor = "sid_t0r00000000000000000000204"
    private static let key = ["Idempotency-Key": "7c4a1f0e-batch"]

    private static func item(_ session: String, _ more: String = "") -> String {
        #"{"session_id":"\#(session)"\#(more)}"#
    }

    private static func body(_ items: [String]) -> String { #"{"decisions":[\#(items.joined(separator: ","))]}"# }

    private static func send(
        _ service: Service, _ items: [String], _ headers: [String: String] = [:]
    ) async throws -> TestClient.Answer {
        try await service.client.send(
            "POST", "/v1/decisions/batch", ["Content-Type": "application/json"].merging(headers) { $1 },
            body: body(items))
    }

    private static func results(_ answer: TestClient.Answer) -> [MapValue] {
        guard case .list(let results)? = answer.value("results") else { return [] }
        return results.compactMap { if case .map(let result) = $0 { result } else { nil } }
    }

    private static func member(_ value: Value?, _ names: String...) -> Value? {
        names.reduce(value) { value, name in if case .map(let map)? = value { map[name] } else { nil } }
    }

    private static func decisions(_ service: Service) throws -> [[UInt8]] {
        try service.logLines().filter { String(decoding: $0, as: UTF8.self).contains("portcullis.decision.v1") }
    }

    private static func count(_ metric: String, _ service: Service) async throws -> Int? {
        let lines = try await service.client.send("GET", "/metrics").text.split(separator: "\n")
        return lines.first { $0.hasPrefix(metric + " ") }?.split(separator: " ").last.flatMap { Int($0) }
    }

    @Test("has a result for each item, in their order, and those decided are on the log byte for byte")
    func results() async throws {
        try await Service.with { service in
            let answer = try await Self.send(
                service,
                [
                    Self.item(Self.clean), Self.item("x"), Self.item(Self.tor),
                    Self.item(Self.clean, #","event":"nope""#),
                    Self.item(Self.clean, #","subject":{"email":1}"#), "[]",
                ])
            #expect(answer.status == 200)
            #expect(answer.headers["content-type"] == "application/json")
            let results = Self.results(answer)
            #expect(results.map { $0["status"] } == [200, 422, 200, 422, 422, 422].map { .int($0) })
            #expect(
                results.map { Self.member($0["decision"], "decision") == nil } == [
                    false, true, false, true, true, true,
                ])
            #expect(Self.member(results[0]["decision"], "decision") == .string("allow"))
            #expect(Self.member(results[2]["decision"], "decision") == .string("review"))
            let pointers = results.map { Self.member($0["problem"], "pointer") }
            #expect(
                pointers == [
                    nil, .string("/decisions/1/session_id"), nil, .string("/decisions/3/event"),
                    .string("/decisions/4/subject/email"), .string("/decisions/5"),
                ])
            #expect(Self.member(results[3]["problem"], "code") == .string("unknown_event"))
            #expect(Self.member(results[3]["problem"], "status") == .int(422))

            let lines = try Self.decisions(service)
            #expect(lines.count == 2)
            for (line, session) in zip(lines, [Self.clean, Self.tor]) {
                let bytes = String(decoding: try DecisionTests.decision(in: line), as: UTF8.self)
                #expect(answer.text.contains(#"{"status":200,"decision":\#(bytes)}"#))
                #expect(String(decoding: line, as: UTF8.self).contains(session))
            }
        }
    }

    @Test("of 100 is one commit, and asks a vendor once for a session that is in it often; each decision is counted")
    func economy() async throws {
        try await Service.with { service in
            let commits = "portcullis_log_commit_duration_seconds_count"
            let before = try #require(try await Self.count(commits, service))
            let answer = try await Self.send(service, Array(repeating: Self.item(Self.clean), count: 100))
            #expect(Self.results(answer).count == 100)
            #expect(try await Self.count(commits, service) == before + 1)
            #expect(
                try await Self.count(
                    #"portcullis_provider_attempts_total{provider="tripwire",kind="first",cause="ok"}"#, service) == 1)
            #expect(
                try await Self.count(
                    #"portcullis_decisions_total{event="signup",outcome="allow",degraded="false"}"#, service) == 100)
            #expect(
                try await Self.count(
                    #"portcullis_http_requests_total{route="/v1/decisions/batch",status="200"}"#, service) == 1)
            let verified = try await Binary.run(["log", "verify", service.logDirectory.path])
            #expect(verified.status == 0, "\(verified.errors)")
        }
    }

    @Test("answers by its one deadline, however many of its vendors' answers are late")
    func deadline() async throws {
        let slow = try #require(Catalogue.scenarios(of: .verisoul).first { $0.name == "slow" }?.id)
        try await Service.with(environment: ["PORTCULLIS_DECISION_DEADLINE_MS": "400"]) { service in
            let start = ContinuousClock.now
            let answer = try await Self.send(service, [Self.item(slow), Self.item(Self.clean), Self.item(slow)])
            // Less than the deadlines one after the other, and than the vendor's 5 seconds.
            #expect(ContinuousClock.now - start < .milliseconds(4000))
            let degraded = Self.results(answer).map { Self.member($0["decision"], "degraded") }
            #expect(degraded == [.bool(true), .bool(false), .bool(true)])
        }
    }

    @Test("may be larger than other requests, up to its own limit; what is no batch is an error as a whole")
    func limits() async throws {
        try await Service.with { service in
            let name = String(repeating: "x", count: 3000)
            let large = Array(repeating: Self.item(Self.clean, #","attributes":{"name":"\#(name)"}"#), count: 100)
            let answer = try await Self.send(service, large)
            #expect(answer.status == 200 && Self.results(answer).count == 100)
            for (items, status, code) in [
                (large + large + large + large, 413, "payload_too_large"),
                (Array(repeating: "{}", count: 101), 422, "invalid_field"), (["{"], 400, "malformed_json"),
                ([], 422, "invalid_field"),
            ] {
                let answer = try await Self.send(service, items)
                #expect(answer.status == status)
                #expect(answer.text("code") == code)
            }
            #expect(try await service.client.send("POST", "/v1/decisions/batch", body: "{}").status == 415)
            let got = try await service.client.send("GET", "/v1/decisions/batch")
            #expect(got.status == 405 && got.headers["allow"] == "POST")
            // The larger limit isn't for others.
            #expect(try await service.decide(large[0] + String(repeating: " ", count: 70_000)).status == 413)
        }
    }

    @Test("sent again with its Idempotency-Key gets the same bytes without new records, also after kill -9")
    func idempotency() async throws {
        try await Folder.with { folder in
            let items = [Self.item(Self.clean), Self.item("x"), Self.item(Self.tor)]
            let before = try await Service.start(logDirectory: folder)
            let first = try await Self.send(before, items, Self.key)
            #expect(first.status == 200 && first.headers["idempotency-replayed"] == nil)
            let second = try await Self.send(before, items, Self.key)
            #expect(second.body == first.body && second.headers["idempotency-replayed"] == "true")
            let other = try await Self.send(before, [Self.item(Self.clean)], Self.key)
            #expect(other.status == 409 && other.text("code") == "idempotency_conflict")
            let malformed = try await Self.send(before, items, ["Idempotency-Key": "a b"])
            #expect(malformed.status == 400 && malformed.text("code") == "invalid_idempotency_key")
            // A key of a batch is none of a decision.
            #expect(try await before.decide(Self.item(Self.clean), headers: Self.key).status == 200)
            #expect(try Self.decisions(before).count == 3)
            before.kill()
            _ = await before.end()

            let service = try await Service.start(logDirectory: folder)
            #expect(try await Self.send(service, items, Self.key).body == first.body)
            #expect(try Self.decisions(service).count == 3)
            service.terminate()
            #expect(await service.end() == 0)
        }
    }
}
