import CEL
import Testing

@testable import Policy

@Suite struct EvaluationTests {
    private static let rules = """
        rules:
          - id: trusted
            when: has(subject.account_id) && subject.account_id in lists.trusted
            then: allow
            final: true
          - id: vpn
            when: signals.network.vpn && signals.network.country_code != "US"
            then: review
            reason: { code: network.vpn, message: "Connection through a VPN" }
          - id: tor
            when: signals.network.tor
            then: block
        lists: { trusted: [john, mary] }
        unavailable:
          - { provider: a, cause: not_found, then: block }
          - { provider: "*", cause: timeout, then: allow }
          - { provider: b, cause: "*", then: review }
        """

    @Test("the most severe rule that applies wins, and every one is a reason")
    func mostSevere() throws {
        let policy = try Sample.policy(Self.rules)
        let verdict = policy.evaluate(Sample.evidence(vpn: true, tor: true, country: "DE"))
        #expect(verdict.decision == .block)
        #expect(verdict.reasons.map(\.summary) == ["vpn network.vpn review", "tor rule.tor block"])
        #expect(verdict.reasons.map(\.message) == ["Connection through a VPN", "Rule 'tor' applies"])
        #expect(verdict.score == 0)
    }

    @Test("the default holds when nothing applies", arguments: Action.allCases)
    func defaultAction(action: Action) throws {
        let policy = try Sample.policy(Self.rules, fallback: action.rawValue)
        let verdict = policy.evaluate(Sample.evidence(vpn: true, tor: false, country: "US"))
        #expect(verdict.decision == action)
        #expect(verdict.reasons.isEmpty)
    }

    @Test("a final rule ends the evaluation of further rules")
    func final() throws {
        let policy = try Sample.policy(Self.rules, fallback: "review")
        let verdict = policy.evaluate(Sample.evidence(vpn: true, tor: true, country: "DE", account: "mary"))
        #expect(verdict.decision == .allow)
        #expect(verdict.reasons.map(\.summary) == ["trusted rule.trusted allow"])
        #expect(policy.evaluate(Sample.evidence(tor: true, account: "eve")).decision == .block)
    }

    @Test(
        "a vendor that gave no facts counts by the first entry that fits, and as review if none does",
        arguments: [
            ("a", "not_found", Action.block), ("a", "timeout", .allow), ("a", "unreachable", .review),
            ("b", "timeout", .allow), ("b", "not_found", .review), ("a", "new_cause", .review),
            ("c", "timeout", .allow),
        ])
    func unavailable(provider: String, cause: String, expected: Action) throws {
        let policy = try Sample.policy(Self.rules.replacing("- id: vpn", with: "- id: other"))
        let evidence = Evidence([], providers: [.init(provider, .unavailable(cause: cause))])
        let verdict = policy.evaluate(evidence)
        let reason = try #require(verdict.reasons.first)
        #expect(reason.summary == "unavailable provider.\(cause) \(expected.rawValue)")
        #expect(reason.provider == provider)
        #expect(reason.message.contains(provider))
    }

    @Test("a vendor that gave no facts never softens what the default holds back")
    func unavailableAndDefault() throws {
        let policy = try Sample.policy(Self.rules, fallback: "block")
        let down = Sample.evidence(
            vpn: true, tor: false, country: "US", a: .unavailable(cause: "unreachable"))
        #expect(policy.evaluate(down).decision == .block)
    }

    @Test("a vendor that gave no facts counts also when a final rule applies")
    func unavailableBeforeFinal() throws {
        let policy = try Sample.policy(Self.rules)
        let verdict = policy.evaluate(Sample.evidence(account: "john", a: .unavailable(cause: "not_found")))
        #expect(verdict.decision == .block)
        #expect(
            verdict.reasons.map(\.summary) == ["unavailable provider.not_found block", "trusted rule.trusted allow"])
    }

    @Test("an outage that may pass doesn't let through what the default holds back")
    func allowedOutage() throws {
        let policy = try Sample.policy(Self.rules, fallback: "review")
        let verdict = policy.evaluate(Sample.evidence(a: .unavailable(cause: "timeout")))
        #expect(verdict.decision == .review)
        #expect(verdict.reasons.map(\.summary) == ["unavailable provider.timeout allow"])
        #expect(verdict.unevaluated.map(\.rule) == ["vpn", "tor"])
    }

    @Test("a vendor that answered or wasn't asked is no reason")
    func availableAndNotRequested() throws {
        let policy = try Sample.policy("")
        #expect(policy.evaluate(Sample.evidence(a: .ok, b: .notRequested)).reasons.isEmpty)
    }

    @Test("a rule that can't be known is reviewed, and says what was missing")
    func unknown() throws {
        let policy = try Sample.policy(Self.rules)
        let verdict = policy.evaluate(Sample.evidence(vpn: true, tor: false))
        #expect(verdict.decision == .review)
        let reason = try #require(verdict.reasons.first)
        #expect(reason.summary == "vpn rule.unknown review")
        #expect(reason.unknown == ["signals.network.country_code"])
        #expect(reason.message == "Rule 'vpn' can't be evaluated: signals.network.country_code is unknown")
    }

    @Test(
        "on_unknown says what applies to a rule that can't be known, or that fails",
        arguments: [("allow", Action.allow), ("review", .review), ("block", .block)])
    func onUnknown(word: String, expected: Action) throws {
        let parts = """
            rules:
              - { id: u, when: signals.network.vpn, then: block, on_unknown: \(word) }
              - { id: e, when: "attributes.n / 0 == 1", then: block, on_unknown: \(word) }
              - { id: t, when: "attributes.n", then: block, on_unknown: \(word), final: true }
              - { id: last, when: "attributes.n == 2", then: review }
            """
        let verdict = try Sample.policy(parts).evaluate(Sample.evidence(attributes: ["n": .int(1)]))
        #expect(verdict.decision == expected)
        #expect(
            verdict.reasons.map(\.summary) == [
                "u rule.unknown \(word)", "e rule.error \(word)", "t rule.error \(word)",
            ])
        #expect(verdict.reasons.map(\.message).last == "Rule 't' can't be evaluated: the condition is not a bool")
    }

    @Test(
        "a rule that only misses what unavailable vendors deliver is left to unavailable, unless on_unknown is written",
        arguments: [
            (Evidence.Status.unavailable(cause: "timeout"), Evidence.Status.notRequested, true),
            (.unavailable(cause: "timeout"), .unavailable(cause: "timeout"), true),
            (.unavailable(cause: "timeout"), .ok, false), (.ok, .unavailable(cause: "timeout"), false),
            (.ok, .notRequested, false), (.notRequested, .notRequested, false),
            (.notRequested, .unavailable(cause: "timeout"), true),
        ])
    func unevaluated(a: Evidence.Status, b: Evidence.Status, isLeft: Bool) throws {
        let rules = "rules:\n  - { id: u, when: signals.network.vpn, then: block }\n"
        let unavailable = "unavailable:\n  - { provider: \"*\", cause: \"*\", then: allow }\n"
        let evidence = Sample.evidence(a: a, b: b)
        let verdict = try Sample.policy(rules + unavailable).evaluate(evidence)
        #expect(verdict.decision == (isLeft ? .allow : .review))
        #expect(verdict.unevaluated.map(\.rule) == (isLeft ? ["u"] : []))
        #expect(verdict.reasons.contains { $0.code == "rule.unknown" } == !isLeft)
        let written = rules.replacing("block }", with: "block, on_unknown: block }") + unavailable
        #expect(try Sample.policy(written).evaluate(evidence).decision == .block)
    }

    @Test("what the caller left out is not the vendors' matter")
    func callersUnknown() throws {
        let parts = "rules:\n  - { id: u, when: 'attributes.plan == \"free\" && signals.network.vpn', then: block }"
        let verdict = try Sample.policy(parts).evaluate(Sample.evidence(a: .unavailable(cause: "timeout")))
        #expect(verdict.unevaluated.isEmpty)
        #expect(verdict.reasons.map(\.code) == ["provider.timeout", "rule.unknown"])
        #expect(verdict.reasons.last?.unknown == ["attributes.plan", "signals.network.vpn"])
    }

    @Test(
        "scores are added up and act through their bands",
        arguments: [
            (true, false, "DE", Action.allow, 25, ["r1 rule.r1 score"]),
            (true, true, "DE", .review, 60, ["r1 rule.r1 score", "r2 rule.r2 score", "score score.review review"]),
            (
                true, true, "RU", .block, 110,
                ["r1 rule.r1 score", "r2 rule.r2 score", "r3 rule.r3 score", "score score.block block"]
            ),
            (true, true, "US", .allow, 30, ["r1 rule.r1 score", "r2 rule.r2 score", "r4 rule.r4 score"]),
        ])
    func score(vpn: Bool, tor: Bool, country: String, decision: Action, sum: Int, reasons: [String]) throws {
        let parts = """
            score: { review: 40, block: 80 }
            rules:
              - { id: r1, when: signals.network.vpn, score: 25 }
              - { id: r2, when: signals.network.tor, score: 35 }
              - { id: r3, when: signals.network.country_code == "RU", score: 50 }
              - { id: r4, when: signals.network.country_code == "US", score: -30 }
            """
        let verdict = try Sample.policy(parts).evaluate(Sample.evidence(vpn: vpn, tor: tor, country: country))
        #expect(verdict.decision == decision)
        #expect(verdict.score == sum)
        #expect(verdict.reasons.map(\.summary) == reasons)
        #expect(verdict.reasons.first?.score == 25)
    }

    @Test("a score rule that can't be known has the effect of on_unknown, not its points")
    func unknownScore() throws {
        let parts = "score: { review: 10 }\nrules:\n  - { id: r, when: signals.network.tor, score: 25 }"
        let verdict = try Sample.policy(parts).evaluate(Sample.evidence())
        #expect(verdict.decision == .review)
        #expect(verdict.score == 0)
        #expect(verdict.reasons.map(\.summary) == ["r rule.unknown review"])
    }

    @Test("a shadow rule is evaluated and reported, and has no effect")
    func shadow() throws {
        let parts = """
            rules:
              - { id: s1, when: signals.network.vpn, then: block, mode: shadow, final: true }
              - { id: s2, when: signals.network.tor, then: block, mode: shadow, on_unknown: block }
              - { id: s3, when: signals.network.vpn, score: 50, mode: shadow }
              - { id: r, when: signals.network.vpn, then: review, mode: enforce }
            score: { block: 10 }
            """
        let verdict = try Sample.policy(parts).evaluate(Sample.evidence(vpn: true))
        #expect(verdict.decision == .review)
        #expect(verdict.score == 0)
        #expect(verdict.reasons.map(\.summary) == ["r rule.r review"])
        #expect(
            verdict.shadow.map(\.summary) == ["s1 rule.s1 block", "s2 rule.unknown block", "s3 rule.s3 score"])
    }

    @Test("the same evidence gives the same verdict, on any number of tasks")
    func pure() async throws {
        let policy = try Sample.policy(Self.rules)
        let evidence = Sample.evidence(vpn: true, country: "DE")
        let expected = policy.evaluate(evidence).reasons
        await withTaskGroup(of: [Reason].self) { group in
            for _ in 0..<64 { group.addTask { policy.evaluate(evidence).reasons } }
            for await reasons in group { #expect(reasons == expected) }
        }
    }

    @Test("roots that are missing are unknown, and names that the vocabulary lacks aren't used")
    func incompleteEvidence() throws {
        let policy = try Sample.policy("rules:\n  - { id: r, when: 'signals.score > 1', then: block }")
        let verdict = policy.evaluate(Evidence([("nonsense", .int(1))], providers: []))
        #expect(verdict.reasons.map(\.summary) == ["r rule.unknown review"])
    }

    @Test("all conditions together cost no more than a policy may", .timeLimit(.minutes(1)))
    func wholeBudget() throws {
        let rules = (0..<60).map {
            "  - { id: r\($0), when: \"attributes.tags.exists(a, (a + 'x').matches('(a?){300}(a?){300}(a?){300}b\($0)'))\", then: review }"
        }
        let policy = try Sample.policy("rules:\n" + rules.joined(separator: "\n"))
        let tags = Value.list((0..<40).map { .string(String(repeating: "a", count: 60) + "\($0)") })
        let evidence = Sample.evidence(attributes: ["tags": tags])
        let verdict = policy.evaluate(evidence)
        #expect(verdict.decision == .review)
        #expect(verdict.reasons.filter { $0.code == Reason.errorCode }.count > 50)
        // Steps, not time: the same wherever it is replayed.
        #expect(policy.evaluate(evidence).reasons.map(\.summary) == verdict.reasons.map(\.summary))
    }
}
