import CEL
import Foundation
import Policy
import Providers
import Upstream

@testable import Decisions
@testable import Simulator

/// Decisions on what the simulated vendors answer, and on the vendors' own examples.
enum SampleDecisions {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static let policies = folder.appending(path: "Config/policies").path
    static let fixtures = folder.deletingLastPathComponent().appending(path: "shared/fixtures")

    static let now = Timestamp(Date(timeIntervalSince1970: 1_795_248_000.123))

    /// Every facts that the simulator's sessions tell, one vendor's after the other's.
    static let simulated: [Facts] = Catalogue.all.flatMap { scenario -> [Facts] in
        let visit = Visit(
            sessionID: scenario.id, requestID: "req_1", epoch: Date(timeIntervalSince1970: 1_795_248_000))
        return scenario.answers.compactMap { answer in
            guard answer.status == 200, case .json(let body) = answer.body else { return nil }
            return ProviderName(rawValue: scenario.vendor.rawValue)?.facts(in: body(visit).encoded())
        }
    }

    /// Those of the vendors' examples; none where they aren't there.
    static let examples: [Facts] = [
        (.tripwire, "tripwire/session-golden.json"), (.tripwire, "tripwire/session.json"),
        (.tripwire, "tripwire/openapi-session.json"), (.verisoul, "verisoul/session.json"),
    ].compactMap { (provider: ProviderName, path) in
        (try? Data(contentsOf: fixtures.appending(path: path))).flatMap { provider.facts(in: Array($0)) }
    }

    /// One decision each, for each failure of each vendor, and for each two of both vendors that come together.
    static let gathered: [GatheredFacts] = {
        let known = (simulated + examples).map { GatheredFacts(answers: [answer($0)]) }
        let failed = Cause.allCases.filter { $0 != .ok }.flatMap { cause in
            ProviderName.allCases.map { GatheredFacts(answers: [answer($0, cause)]) }
        }
        let tripwire = (simulated + examples).filter { $0.provider == .tripwire }
        let verisoul = (simulated + examples).filter { $0.provider == .verisoul }
        let both = zip(tripwire, verisoul).map { GatheredFacts(answers: [answer($0), answer($1)]) }
        let half = tripwire.map { GatheredFacts(answers: [answer($0), answer(.verisoul, .timeout)]) }
        return known + failed + both + half
    }()

    static func answer(_ facts: Facts) -> GatheredFacts.Answer {
        .init(
            session: session(of: facts.provider),
            fetched: Fetched(facts, source: .stale, age: .milliseconds(1234), duration: .milliseconds(3)))
    }

    static func answer(_ provider: ProviderName, _ cause: Cause) -> GatheredFacts.Answer {
        .init(session: session(of: provider), fetched: Fetched(cause, source: .upstream, duration: .milliseconds(3)))
    }

    private static func session(of provider: ProviderName) -> SessionID {
        let text =
            provider == .tripwire ? "sid_00000000000000000000000000" : "00000000-0000-0000-0000-000000000000"
        guard let session = SessionID(text, of: provider) else { preconditionFailure("\(text) is a session id") }
        return session
    }

    static let request: DecisionRequest = {
        let body = """
            {"session_id":"sid_00000000000000000000000000","subject":{"account_id":"acc_1","email":"j@example.com",
              "ip":"203.0.113.10"},"attributes":{"plan":"free","age":42,"share":1.0,"tags":["a",null],"in":{"x":1e300}}}
            """
        guard let request = try? DecisionRequest(json: Array(body.utf8)) else { preconditionFailure("a good request") }
        return request
    }()

    /// Everything as it is.
    static let keepsAll: PrivacyRules = {
        let rules = Dictionary(uniqueKeysWithValues: PersonalData.allCases.map { ($0, PrivacyRules.Rule.keep) })
        guard let privacy = try? PrivacyRules(rules: rules, attributes: .keep) else { return .nothing }
        return privacy
    }()

    /// As it is configured by default.
    static let standard: PrivacyRules = {
        guard let privacy = try? PrivacyRules(rules: [.accountID: .keep], attributes: .keep) else { return .nothing }
        return privacy
    }()

    static func evidence(_ gathered: GatheredFacts, request: DecisionRequest = request) -> Evidence {
        Evidence(
            request: request, gathered: gathered,
            signals: Signals(gathered.answers.compactMap(\.fetched.answer)).record, now: now)
    }

    /// `data` of the decision's record.
    static func data(
        _ gathered: GatheredFacts, by policy: Policy, level: EvidenceLevel, privacy: PrivacyRules = standard,
        request: DecisionRequest = request, id: String = "dec_01kb0000000000000000000000"
    ) -> [UInt8] {
        DecisionEncoder(privacy: privacy, level: level).encode(
            Decision(
                id: id, request: request, gathered: gathered,
                signals: Signals(gathered.answers.compactMap(\.fetched.answer)), policy: policy,
                verdict: policy.evaluate(evidence(gathered, request: request)), createdAt: now,
                duration: .milliseconds(4), idempotency: nil)
        ).data
    }
}
