import CEL
import Curl
import DecisionLog
import Foundation
import Policy
import Providers
import TestSupport
import Testing
import Upstream

@testable import Decisions

/// Nothing here evaluates a trial but the tests themselves: what is held up for ever in them is a challenger's thread.
@Suite("A challenger's trials")
struct ChallengerTests {
    private static func policies(version: String, _ fallback: String, in folder: URL) throws -> PolicySet {
        let directory = folder.appending(path: "policies-\(version)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let text = """
            version: "\(version)"
            event: signup
            default: \(fallback)
            rules:
              - id: risky
                when: tripwire.decision.risk_score > 30
                then: review
                reason: { code: test.risky, message: "the score is {tripwire.decision.risk_score}" }
            unavailable: [{ provider: "*", cause: "*", then: allow }]
            """
        try text.write(to: directory.appending(path: "signup.yaml"), atomically: true, encoding: .utf8)
        return try PolicyLoader(vocabulary: .portcullis).load(directory: directory.path)
    }

    private struct Setting {
        let service: DecisionService
        let store: PolicyStore
        let log: DecisionLog
        let folder: URL

        func records() async throws -> [Value] {
            await log.close()
            let data = try Data(contentsOf: folder.appending(path: "log/decisions.ndjson"))
            return try data.split(separator: 0x0A).map { try Value(json: Array($0)) }
                .filter { $0.text("type") == Challenger.recordType }
        }
    }

    /// A service without vendors that answer, whose policy allows and whose challenger blocks.
    private static func with(
        maxRecordBytes: Int = 1 << 20, _ body: @Sendable (Setting) async throws -> Void
    ) async throws {
        try await Folder.with { folder in
            try await withDeafSocket(listening: false) { authority in
                try await withCurlClient(.init()) { curl in
                    let provider = try Provider.tripwire(
                        baseURL: BaseURL("http://\(authority)"), secretKey: "sk_test_key", curl: curl,
                        configuration: .init(retry: RetryPolicy(maxAttempts: 1)))
                    let log = try DecisionLog.open(
                        .init(
                            directory: folder.appending(path: "log").path, instance: "test", durability: .none,
                            maxRecordBytes: maxRecordBytes))
                    let store = PolicyStore(
                        try policies(version: "1", "allow", in: folder),
                        challengers: try policies(version: "2", "block", in: folder))
                    let service = DecisionService(providers: [provider], policies: store, log: log, privacy: .nothing)
                    do {
                        try await body(Setting(service: service, store: store, log: log, folder: folder))
                    } catch {
                        await log.close()
                        throw error
                    }
                    await log.close()
                }
            }
        }
    }

    private static let body = #"{"session_id":"sid_00000000000000000000000000","subject":{"email":"j@example.com"}}"#

    private static func decide(_ setting: Setting) async throws -> Value {
        let request = try DecisionRequest(json: Array(body.utf8))
        return try Value(json: Array(try await setting.service.decide(request, deadline: .now + .seconds(30)).body))
    }

    private static func evaluate(_ challenger: Challenger) -> TrialResults {
        challenger.evaluate(until: .now + .seconds(30))
    }

    private static func trial(_ setting: Setting, _ id: String, memoryBytes: Int = 1) throws -> Trial {
        let policy = try #require(setting.store.current.challengers?.policy(for: "signup"))
        let facts = try #require(SampleDecisions.simulated.first { $0.provider == .tripwire })
        let evidence = SampleDecisions.evidence(GatheredFacts(answers: [SampleDecisions.answer(facts)]))
        return Trial(id: id, decided: .allow, evidence: evidence, policy: policy, memoryBytes: memoryBytes)
    }

    @Test("hold up no answer, however long they take; what they come to is a record of its own")
    func later() async throws {
        try await Self.with { setting in
            let decisions = [try await Self.decide(setting), try await Self.decide(setting)]
            #expect(decisions.map { $0.text("decision") } == ["allow", "allow"])
            let challenger = setting.service.challenger
            #expect(challenger.counts.snapshot.trials.isEmpty)
            #expect(challenger.hasWork)
            challenger.record(Self.evaluate(challenger))
            #expect(challenger.counts.snapshot.trials == [.init(decided: .allow, challenger: .block): 2])
            #expect(!challenger.canFinish)
            let records = try await setting.records()
            #expect(records.count == 1)
            let record = try #require(records.first)
            #expect(record.text("data", "policy", "version") == "2")
            #expect(record.text("data", "event") == "signup")
            #expect(record.results.map { $0.text("id") } == decisions.map { $0.text("id") })
            for result in record.results {
                #expect(result.text("decided") == "allow" && result.text("decision") == "block")
                #expect(result.bool("differs") == true)
                #expect(result.integer("score") == 0)
            }
            #expect(record["data", "missing"] == nil)
        }
    }

    @Test("are of the challenger that was in force at the decision, whichever is by then")
    func reload() async throws {
        try await Self.with { setting in
            let before = try #require(setting.store.current.challengers?.policy(for: "signup")).digest
            let first = try await Self.decide(setting)
            setting.store.replace(challengers: try Self.policies(version: "3", "allow", in: setting.folder))
            let second = try await Self.decide(setting)
            setting.service.challenger.record(Self.evaluate(setting.service.challenger))
            let after = try #require(setting.store.current.challengers?.policy(for: "signup")).digest
            let records = try await setting.records()
            #expect(before != after)
            #expect(records.map { $0.text("data", "policy", "digest") } == [before, after])
            #expect(records.map { $0.results.map { $0.text("id") } } == [[first.text("id")], [second.text("id")]])
            #expect(records.map { $0.results.map { $0.bool("differs") } } == [[true], [false]])
        }
    }

    @Test("are one for each decision: also of a batch, and none for an answer that is given again")
    func once() async throws {
        try await Self.with { setting in
            let request = try DecisionRequest(json: Array(Self.body.utf8))
            let key = IdempotencyKey(key: .init(high: 1, low: 2), request: .init(high: 3, low: 4))
            for _ in 0..<2 {
                _ = try await setting.service.decide(request, once: key, deadline: .now + .seconds(30))
            }
            let batch = try DecisionBatch(json: Array(#"{"decisions":[\#(Self.body),{},\#(Self.body)]}"#.utf8))
            _ = try await setting.service.decide(batch, deadline: .now + .seconds(30))
            #expect(Self.evaluate(setting.service.challenger).count == 3)
        }
    }

    @Test("that don't keep up are left out by number and by memory, and counted; the next record tells how many")
    func full() async throws {
        try await Self.with { setting in
            let challenger = Challenger(log: setting.log, maxWaiting: 3, maxWaitingBytes: 100)
            challenger.add(try Self.trial(setting, "dec_1", memoryBytes: 99))
            challenger.add(try Self.trial(setting, "dec_2", memoryBytes: 2))
            for number in 3...6 { challenger.add(try Self.trial(setting, "dec_\(number)", memoryBytes: 0)) }
            #expect(challenger.counts.snapshot.gaps == [.queueFull: 3])
            challenger.record(Self.evaluate(challenger))
            challenger.add(try Self.trial(setting, "dec_7", memoryBytes: 100))
            challenger.record(Self.evaluate(challenger))
            let records = try await setting.records()
            #expect(records.map { $0.results.map { $0.text("id") } } == [["dec_1", "dec_3", "dec_4"], ["dec_7"]])
            #expect(records.map { $0["data", "missing"] != nil } == [true, false])
            #expect(records.first?.integer("data", "missing", "queue_full") == 3)
        }
    }

    @Test("whose record the log doesn't take are counted and told with the next one")
    func notLogged() async throws {
        try await Self.with(maxRecordBytes: 4096) { setting in
            let challenger = setting.service.challenger
            for number in 1...40 { challenger.add(try Self.trial(setting, "dec_\(number)")) }
            challenger.record(Self.evaluate(challenger))
            #expect(challenger.counts.snapshot.gaps == [.notLogged: 40])
            #expect(challenger.hasWork)
            challenger.record(Self.evaluate(challenger))
            let records = try await setting.records()
            #expect(records.map(\.results.count) == [0])
            #expect(records.first?.integer("data", "missing", "not_logged") == 40)
        }
    }

    @Test("that nobody gets round to at the end are counted, and told if the log still takes that")
    func stopped() async throws {
        try await Self.with { setting in
            let challenger = setting.service.challenger
            for number in 1...2 { challenger.add(try Self.trial(setting, "dec_\(number)")) }
            challenger.giveUp()
            #expect(challenger.counts.snapshot.gaps == [.stopped: 2])
            challenger.record(challenger.evaluate(until: .now))
            let records = try await setting.records()
            #expect(records.map(\.results.count) == [0])
            #expect(records.first?.integer("data", "missing", "stopped") == 2)
            challenger.add(try Self.trial(setting, "dec_3"))
            challenger.record(Self.evaluate(challenger))
            #expect(challenger.counts.snapshot.gaps == [.stopped: 2, .notLogged: 1])
        }
    }

    @Test("are told without the texts of reasons, which may quote what a vendor said")
    func personalData() async throws {
        try await Self.with { setting in
            let challenger = setting.service.challenger
            let risky = try #require(
                SampleDecisions.simulated.first { facts in
                    guard case .record(let decision)? = facts.record["decision"],
                        case .int(let score)? = decision["risk_score"]
                    else { return false }
                    return score > 30
                })
            let policy = try #require(setting.store.current.challengers?.policy(for: "signup"))
            let evidence = SampleDecisions.evidence(GatheredFacts(answers: [SampleDecisions.answer(risky)]))
            challenger.add(Trial(id: "dec_1", decided: .allow, evidence: evidence, policy: policy, memoryBytes: 1))
            challenger.record(Self.evaluate(challenger))
            let reasons = try await setting.records().first?.results.first?["reasons"]
            let expected = #"[{"rule":"risky","code":"test.risky","effect":"review"}]"#
            #expect(reasons == (try Value(json: Array(expected.utf8))))
        }
    }

    @Test("are evaluated as far as there is time, the oldest first")
    func time() async throws {
        try await Self.with { setting in
            let challenger = setting.service.challenger
            challenger.add(try Self.trial(setting, "dec_1"))
            #expect(challenger.evaluate(until: .now).count == 0)
            for number in 2...300 { challenger.add(try Self.trial(setting, "dec_\(number)")) }
            let results = Self.evaluate(challenger)
            #expect(results.count == 256)
            challenger.record(results)
            #expect(Self.evaluate(challenger).count == 44)
            let first = try await setting.records().first?.results.first
            #expect(first?.text("id") == "dec_1")
        }
    }
}

extension Value {
    fileprivate var results: [Value] {
        if case .list(let results)? = self["data", "results"] { results } else { [] }
    }

    fileprivate subscript(_ path: String...) -> Value? { at(path) }

    fileprivate func text(_ path: String...) -> String? {
        if case .string(let text)? = at(path) { text } else { nil }
    }

    fileprivate func integer(_ path: String...) -> Int64? {
        if case .int(let number)? = at(path) { number } else { nil }
    }

    fileprivate func bool(_ path: String...) -> Bool? {
        if case .bool(let flag)? = at(path) { flag } else { nil }
    }

    private func at(_ path: [String]) -> Value? {
        var value: Value? = self
        for name in path {
            guard case .map(let map)? = value else { return nil }
            value = map[name]
        }
        return value
    }
}
