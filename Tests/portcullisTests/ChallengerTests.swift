import CEL
import Foundation
import TestSupport
import Testing

@testable import portcullis

@Suite("A challenger")
struct ChallengerTests {
    private static let session = "sid_c1ean000000000000000000101"

    private static func with(_ policy: String, _ body: (Service) async throws -> Void) async throws {
        try await withPolicy(policy) { try await Service.with(environment: $0, body) }
    }

    private static func withPolicy(_ policy: String, _ body: ([String: String]) async throws -> Void) async throws {
        try await Folder.with { folder in
            let file = folder.appending(path: "signup.yaml")
            try policy.write(to: file, atomically: true, encoding: .utf8)
            try await body(["PORTCULLIS_POLICY_CHALLENGER_DIRECTORY": folder.path])
        }
    }

    /// The results that are on the log once the service has been asked to stop and has ended.
    private static func results(_ service: Service) async throws -> [TestClient.Answer] {
        service.terminate()
        #expect(await service.end() == 0)
        return try service.logLines().map { TestClient.Answer(body: $0) }
            .filter { $0.text("type") == "portcullis.challenger.v1" }
    }

    private static let blocksAll = """
        version: "9"
        event: signup
        default: allow
        rules: [{ id: all, when: true, then: block, reason: { code: test.all } }]
        """

    @Test("decides nothing; a record says what it would have decided, and that this differs")
    func differs() async throws {
        try await Self.with(Self.blocksAll) { service in
            let answer = try await service.decide(session: Self.session)
            #expect(answer.text("decision") == "allow")
            #expect(!String(decoding: answer.body, as: UTF8.self).contains("test.all"))
            let records = try await Self.results(service)
            let record = try #require(records.first)
            #expect(records.count == 1)
            #expect(record.text("data", "policy", "version") == "9")
            #expect(record.text("data", "event") == "signup")
            let id = try #require(answer.text("id"))
            let expected = #"""
                [{"id":"\#(id)","decided":"allow","decision":"block","differs":true,"score":0,
                  "reasons":[{"rule":"all","code":"test.all","effect":"block"}]}]
                """#
            #expect(record.value("data", "results") == (try Value(json: Array(expected.utf8))))
            let loads = try service.logLines().map { TestClient.Answer(body: $0) }
                .filter { $0.text("type") == "portcullis.policy.loaded.v1" }
            #expect(loads.map { $0.value("data", "challenger") } == [nil, .bool(true)])
            try await Self.checkCommands(id, service.logDirectory.path)
        }
    }

    private static func checkCommands(_ id: String, _ log: String) async throws {
        #expect(try await Binary.run(["log", "verify", log]).status == 0)
        let shown = try await Binary.run(["log", "show", id, "--challenger", log])
        let result = TestClient.Answer(body: Array(shown.output.utf8))
        #expect(result.text("policy", "version") == "9")
        #expect(result.text("result", "decision") == "block")
        let unknown = try await Binary.run(["log", "show", "dec_00000000000000000000000000", "--challenger", log])
        #expect(unknown.status == 1)
        let other = try await Binary.run(["log", "query", "--type", "portcullis.challenger.v1", "--count", log])
        #expect(other.output == "1\n")
        #expect(try await Binary.run(["log", "query", "--count", log]).output == "1\n")
        let tail = try await Binary.run(["log", "tail", "--lines", "1", log]).output
        #expect(tail.contains("  portcullis.challenger.v1  signup  results=1  differing=1  chl_"))
    }

    @Test("that agrees is recorded too, and one for another event not at all")
    func agrees() async throws {
        try await Self.with("version: \"9\"\nevent: signup\ndefault: allow\n") { service in
            _ = try await service.decide(session: Self.session)
            let record = try #require(try await Self.results(service).first)
            guard case .list(let results)? = record.value("data", "results"), case .map(let result)? = results.first
            else {
                Issue.record("no results in the record")
                return
            }
            #expect(result["differs"] == .bool(false))
        }
        try await Self.with("version: \"9\"\nevent: login\ndefault: block\n") { service in
            _ = try await service.decide(session: Self.session)
            #expect(try await Self.results(service).isEmpty)
        }
    }

    @Test("is tried while the service runs, too, without anybody asking")
    func running() async throws {
        try await Self.with(Self.blocksAll) { service in
            let id = try await service.decide(session: Self.session).text("id") ?? ""
            let tail = Binary.process(
                ["log", "tail", "--follow", "--format", "json", service.logDirectory.path], environment: [:])
            let output = Pipe()
            tail.standardOutput = output
            let ended = Binary.end(of: tail)
            try tail.run()
            let line = await Lines(output.fileHandleForReading).line(containing: "portcullis.challenger.v1")
            #expect(line?.contains(id) == true)
            tail.terminate()
            _ = await ended.first { _ in true }
        }
    }

    @Test("is tried by 'decide' as well")
    func once() async throws {
        try await Self.withPolicy(Self.blocksAll) { environment in
            try await Folder.with { log in
                let decided = try await Binary.run(
                    ["decide", "--simulate", "--log-directory", log.path, Self.session], environment: environment)
                #expect(decided.status == 0)
                let records = try await Binary.run(
                    ["log", "query", "--type", "portcullis.challenger.v1", "--count", log.path])
                #expect(records.output == "1\n")
            }
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

    @Test("that costs more than a policy may is recorded as it would have decided")
    func costly() async throws {
        let heavy = "attributes.list.all(a, attributes.list.all(b, attributes.list.all(c, a + b + c < 1000000)))"
        let rules = (0..<300).map { "  - { id: r\($0), when: '\(heavy)', then: block }" }.joined(separator: "\n")
        try await Self.with("version: \"9\"\nevent: signup\ndefault: allow\nrules:\n\(rules)\n") { service in
            let list = (0..<60).map(String.init).joined(separator: ",")
            let answer = try await service.decide(
                #"{"session_id":"\#(Self.session)","attributes":{"list":[\#(list)]}}"#)
            #expect(answer.text("decision") == "allow")
            let record = try #require(try await Self.results(service).first)
            #expect(String(decoding: record.body, as: UTF8.self).contains(#""code":"rule.error""#))
        }
    }
}
