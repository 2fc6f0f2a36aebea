import CEL
import Foundation
import TestSupport
import Testing

@testable import portcullis

@Suite("A challenger")
struct ChallengerTests {
    private static let session = "sid_c1ean000000000000000000101"

    private static func with(_ policy: String, _ body: (Service) async throws -> Void) async throws {
        try await Folder.with { folder in
            let file = folder.appending(path: "signup.yaml")
            try policy.write(to: file, atomically: true, encoding: .utf8)
            try await Service.with(environment: ["PORTCULLIS_POLICY_CHALLENGER_DIRECTORY": folder.path], body)
        }
    }

    private static func record(_ service: Service) throws -> TestClient.Answer? {
        try service.logLines().map { TestClient.Answer(body: $0) }.last { $0.text("type") == "portcullis.decision.v1" }
    }

    @Test("decides nothing; the record says what it would have decided, and that this differs")
    func differs() async throws {
        let policy = """
            version: "9"
            event: signup
            default: allow
            rules: [{ id: all, when: true, then: block, reason: { code: test.all } }]
            """
        try await Self.with(policy) { service in
            let answer = try await service.decide(session: Self.session)
            #expect(answer.text("decision") == "allow")
            #expect(!String(decoding: answer.body, as: UTF8.self).contains("test.all"))
            let record = try #require(try Self.record(service))
            #expect(record.text("data", "evidence", "challenger", "decision") == "block")
            #expect(record.text("data", "evidence", "challenger", "policy", "version") == "9")
            #expect(record.value("data", "evidence", "challenger", "differs") == .bool(true))
            guard case .list(let reasons)? = record.value("data", "evidence", "challenger", "reasons") else {
                Issue.record("no reasons in the record")
                return
            }
            #expect(reasons.count == 1)
            let loads = try service.logLines().map { TestClient.Answer(body: $0) }
                .filter { $0.text("type") == "portcullis.policy.loaded.v1" }
            #expect(loads.map { $0.value("data", "challenger") } == [nil, .bool(true)])
        }
    }

    @Test("that agrees is recorded without reasons, and one for another event not at all")
    func agrees() async throws {
        try await Self.with("version: \"9\"\nevent: signup\ndefault: allow\n") { service in
            _ = try await service.decide(session: Self.session)
            let record = try #require(try Self.record(service))
            #expect(record.value("data", "evidence", "challenger", "differs") == .bool(false))
            #expect(record.value("data", "evidence", "challenger", "reasons") == nil)
        }
        try await Self.with("version: \"9\"\nevent: login\ndefault: block\n") { service in
            _ = try await service.decide(session: Self.session)
            #expect(try Self.record(service)?.value("data", "evidence", "challenger") == nil)
        }
    }

    @Test("with a mistake stops neither the start nor decisions; readiness says so")
    func mistake() async throws {
        try await Self.with("version: \"9\"\nevent: signup\ndefault: deny\n") { service in
            #expect(try await service.decide(session: Self.session).text("decision") == "allow")
            let answer = try await service.client.send("GET", "/readyz")
            #expect(answer.status == 200)
            #expect(answer.text("components", "challenger", "status") == "degraded")
            #expect(answer.text("components", "challenger", "reason")?.contains("default can't be 'deny'") == true)
            #expect(service.errors.text.contains("challenger not loaded"))
        }
    }

    @Test("whose conditions fail or take too long leaves the answer as it is")
    func costly() async throws {
        let heavy = "attributes.list.all(a, attributes.list.all(b, attributes.list.all(c, a + b + c < 1000000)))"
        let rules = (0..<300).map { "  - { id: r\($0), when: '\(heavy)', then: block }" }.joined(separator: "\n")
        try await Self.with("version: \"9\"\nevent: signup\ndefault: allow\nrules:\n\(rules)\n") { service in
            let list = (0..<60).map(String.init).joined(separator: ",")
            let answer = try await service.decide(
                #"{"session_id":"\#(Self.session)","attributes":{"list":[\#(list)]}}"#)
            #expect(answer.text("decision") == "allow")
            let record = try #require(try Self.record(service))
            #expect(record.value("data", "evidence", "challenger", "abandoned") == .bool(true))
        }
    }
}
