import CEL
import DecisionLog
import Foundation
import Policy
import TestSupport
import Testing

@testable import Decisions

@Suite("Replay")
struct ReplayerTests {
    private func policy(_ rules: String, event: String = "signup") async throws -> Policy {
        try await Folder.with { folder in
            let file = folder.appending(path: "p.yaml")
            let text = """
                version: "1"
                event: \(event)
                default: allow
                score: { review: 40 }
                rules:
                \(rules)
                unavailable:
                  - { provider: "*", cause: "*", then: review }
                """
            try text.write(to: file, atomically: true, encoding: .utf8)
            return try PolicyLoader(vocabulary: .portcullis).load(file: file.path)
        }
    }

    private func entries(by policy: Policy, level: EvidenceLevel = .normalized) -> [LogEntry] {
        SampleDecisions.gathered.enumerated().map { number, gathered in
            let id = "dec_\(String(repeating: "0", count: 20))\(number + 100_000)"
            let data = SampleDecisions.data(gathered, by: policy, level: level, id: id)
            return entry(data, id: id, sequence: UInt64(number))
        }
    }

    private func entry(_ data: [UInt8], id: String, sequence: UInt64) -> LogEntry {
        LogEntry(
            line: data, id: id, sequence: sequence, time: Date(timeIntervalSince1970: 0), data: data.indices)
    }

    private static let mild = "  - { id: vpn, when: 'has(signals.network.vpn) && signals.network.vpn', then: review }"
    private static let severe = "  - { id: vpn, when: 'has(signals.network.vpn) && signals.network.vpn', then: block }"

    @Test("by the same policy comes out the same, every reason of it")
    func same() async throws {
        let policy = try await WidePolicy.load()
        let tally = Replayer([policy]).replay(entries(by: policy, level: .full))
        #expect(tally.decisions == SampleDecisions.gathered.count)
        // Which email there was isn't recorded, so that this policy, which asks, can't be replayed.
        #expect(tally.notReplayed.count == tally.decisions)
        let sample = try PolicyLoader(vocabulary: .portcullis).load(file: SampleDecisions.policies + "/signup.yaml")
        let again = Replayer([sample]).replay(entries(by: sample))
        #expect(again.replayed == SampleDecisions.gathered.count)
        #expect(again.changed == 0 && again.otherReasons.count == 0 && again.notReplayed.count == 0)
    }

    @Test("tells what came out differently, by which rule, and the first of them")
    func different() async throws {
        let (old, new) = (try await policy(Self.mild), try await policy(Self.severe))
        let tally = Replayer([new]).replay(entries(by: old))
        let changed = try #require(tally.transitions[.init(old: .review, new: .block)])
        #expect(changed.count > 3 && tally.changed == changed.count)
        #expect(tally.rules[.init(rule: "vpn", code: "rule.vpn", isNew: true)]?.count == changed.count)
        #expect(tally.rules[.init(rule: "vpn", code: "rule.vpn", isNew: false)]?.count == changed.count)
        #expect(changed.examples.count == 5 && changed.examples == changed.examples.sorted())
        #expect(tally.changedShare == Double(changed.count) / Double(tally.replayed))
    }

    @Test("adds up over parts in any order, the examples too")
    func parts() async throws {
        let (old, new) = (try await policy(Self.mild), try await policy(Self.severe))
        let all = entries(by: old)
        let whole = Replayer([new]).replay(all)
        var sum = ReplayTally()
        for start in stride(from: 0, to: all.count, by: 7).shuffled() {
            sum.add(Replayer([new]).replay(Array(all[start..<min(start + 7, all.count)])))
        }
        #expect(sum.transitions == whole.transitions && sum.rules == whole.rules)
        #expect(sum.decisions == whole.decisions && sum.replayed == whole.replayed)
    }

    @Test("says what a record doesn't hold, and replays what doesn't depend on it")
    func withheld() async throws {
        let old = try await policy(Self.mild)
        let new = try await policy(
            """
              - { id: never, when: 'subject.account_id == "other" && subject.email == "a"', then: block }
              - { id: browser, when: 'providers.tripwire.status == "ok" && tripwire.browser.name == "Chrome"', then: block }
            """)
        let tally = Replayer([new]).replay(entries(by: old))
        let obstacle = ReplayTally.Obstacle.withheld(rule: "browser", attribute: "tripwire.browser.name")
        #expect(tally.obstacles.keys.sorted { "\($0)" < "\($1)" } == [obstacle])
        #expect(tally.notReplayed.count + tally.replayed == tally.decisions && tally.replayed > 0)
        let full = Replayer([new]).replay(entries(by: old, level: .full))
        #expect(full.notReplayed.count == 0)
        #expect(full.changed > 0)
    }

    @Test("passes over other events, and names what can't be read")
    func others() async throws {
        let old = try await policy(Self.mild)
        let login = try await policy(Self.mild, event: "login")
        let tally = Replayer([login]).replay(entries(by: old))
        #expect(tally.otherEvents == ["signup": SampleDecisions.gathered.count])
        #expect(tally.changedShare == nil)
        let broken = Array(#"{"decision":{"id":"dec_1","decision":"maybe","event":"signup"}}"#.utf8)
        let unreadable = Replayer([old]).replay([entry(broken, id: "dec_1", sequence: 1)])
        #expect(unreadable.obstacles[.unreadable(what: "decision.decision")]?.examples == ["dec_1"])
    }
}
