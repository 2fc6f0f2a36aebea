import CEL
import Foundation
import Policy
import Providers
import Testing

@testable import Decisions

@Suite("Evidence read back from a record")
struct RoundTripTests {
    private static func read(_ data: [UInt8]) throws -> LoggedEvidence {
        try LoggedDecision(data, data: data.indices).evidence()
    }

    private static func values(_ evidence: Evidence) -> [String: Value] {
        Dictionary(uniqueKeysWithValues: evidence.values.map { ($0.name, $0.value) })
    }

    @Test("is all that was known, with nothing kept back, where all is recorded")
    func full() async throws {
        let policy = try await WidePolicy.load()
        for gathered in SampleDecisions.gathered {
            let before = SampleDecisions.evidence(gathered)
            let data = SampleDecisions.data(gathered, by: policy, level: .full, privacy: SampleDecisions.keepsAll)
            let after = try Self.read(data)
            #expect(Self.values(before) == Self.values(after.evidence))
            #expect(after.shape.withholding.isEmpty)
            let (said, again) = (policy.evaluate(before), policy.evaluate(after.evidence))
            #expect(said.decision == again.decision && said.score == again.score && said.reasons == again.reasons)
            #expect(said.unevaluated.map(\.rule) == again.unevaluated.map(\.rule))
        }
    }

    @Test(
        "is, for each rule, what it was or not to be told: never another thing",
        arguments: EvidenceLevel.allCases, ["standard", "pseudonyms"])
    func partly(level: EvidenceLevel, privacy: String) async throws {
        let policy = try await WidePolicy.load()
        let rules = privacy == "standard" ? SampleDecisions.standard : try Self.pseudonyms()
        var told = 0
        // Every fifth, as there are many rules.
        for gathered in SampleDecisions.gathered.enumerated().filter({ $0.offset % 5 == 0 }).map(\.element) {
            let data = SampleDecisions.data(gathered, by: policy, level: level, privacy: rules)
            let logged = try Self.read(data)
            let said = policy.evaluate(SampleDecisions.evidence(gathered))
            let again = policy.evaluate(
                logged.evidence, withheld: policy.attributes(withheldBy: logged.shape.withholding))
            let withheld = Set(again.withheld.map(\.rule))
            #expect(said.reasons.filter { !withheld.contains($0.rule) } == again.reasons)
            #expect(again.reasons.allSatisfy { !withheld.contains($0.rule) })
            told += again.reasons.count
        }
        #expect(told > 500)
    }

    private static func pseudonyms() throws -> PrivacyRules {
        let rules = Dictionary(uniqueKeysWithValues: PersonalData.allCases.map { ($0, PrivacyRules.Rule.hmac) })
        return try PrivacyRules(
            rules: rules, attributes: .keep, attributesByName: ["age": .hmac, "in": .drop],
            pseudonyms: Pseudonyms(key: Array("0123456789abcdef0123456789abcdef".utf8)))
    }

    @Test(
        "decides as it was decided, by the sample policy, with the default settings",
        arguments: EvidenceLevel.allCases)
    func samePolicy(level: EvidenceLevel) throws {
        let policy = try PolicyLoader(vocabulary: .portcullis).load(file: SampleDecisions.policies + "/signup.yaml")
        for gathered in SampleDecisions.gathered {
            // Without an account, which the level `none` doesn't record.
            let request = DecisionRequest(sessions: gathered.answers.map(\.session))
            let said = policy.evaluate(SampleDecisions.evidence(gathered, request: request))
            let logged = try Self.read(SampleDecisions.data(gathered, by: policy, level: level, request: request))
            let withheld = policy.attributes(withheldBy: logged.shape.withholding)
            let again = policy.evaluate(logged.evidence, withheld: withheld)
            // A record without the request can't tell that there was no account.
            #expect(again.withheld.map(\.rule) == (level == .none ? ["trusted-account"] : []))
            #expect(said.decision == again.decision && said.reasons == again.reasons)
        }
    }

    @Test("never holds a pseudonym in a value's place")
    func noPseudonyms() throws {
        let policy = try PolicyLoader(vocabulary: .portcullis).load(file: SampleDecisions.policies + "/signup.yaml")
        for gathered in SampleDecisions.gathered {
            let data = SampleDecisions.data(gathered, by: policy, level: .full, privacy: try Self.pseudonyms())
            #expect(String(decoding: data, as: UTF8.self).contains("hmac:"))
            var writer = JSONWriter()
            for (_, value) in try Self.read(data).evidence.values { writer.value(value) }
            #expect(!String(decoding: writer.bytes, as: UTF8.self).contains("hmac:"))
        }
    }

    @Test("ends in an error, never in a crash or in other evidence, for a record that was damaged")
    func damaged() throws {
        let policy = try PolicyLoader(vocabulary: .portcullis).load(file: SampleDecisions.policies + "/signup.yaml")
        let data = SampleDecisions.data(
            try #require(SampleDecisions.gathered.first), by: policy, level: .full, privacy: SampleDecisions.keepsAll)
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            var bytes = data
            for _ in 0...Int.random(in: 0..<4, using: &random) {
                let place = Int.random(in: bytes.indices, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                default: bytes.removeSubrange(place...)
                }
                if bytes.isEmpty { break }
            }
            _ = try? LoggedDecision(bytes, data: bytes.indices).evidence()
        }
    }

    /// The figures of `docs/log.md`.
    @Test("costs so many bytes a record by level, as docs/log.md has it")
    func cost() throws {
        let policy = try PolicyLoader(vocabulary: .portcullis).load(file: SampleDecisions.policies + "/signup.yaml")
        for provider in ProviderName.allCases {
            let facts = SampleDecisions.simulated.filter { $0.provider == provider }
            var mean: [EvidenceLevel: Int] = [:]
            for level in EvidenceLevel.allCases {
                let sizes = facts.map { facts in
                    let gathered = GatheredFacts(answers: [SampleDecisions.answer(facts)])
                    return SampleDecisions.data(
                        gathered, by: policy, level: level, request: DecisionRequest(sessions: [])
                    ).count
                }
                mean[level] = sizes.reduce(0, +) / max(1, sizes.count)
            }
            print("evidence, mean bytes of data, \(provider.rawValue): \(mean)")
            let (normalized, full, none) = (mean[.normalized] ?? 0, mean[.full] ?? 0, mean[.none] ?? 0)
            #expect(none < normalized && normalized < full)
            #expect(full < 16_000)
        }
    }
}
