import Testing

@testable import Policy

@Suite("Checks of policies")
struct PolicyCheckTests {
    /// The warnings about a document, as `line: text`.
    static func warnings(_ parts: String) throws -> [String] {
        let directory = try TemporaryDirectory()
        let file = try directory.write("p.yaml", "version: \"1\"\nevent: test\ndefault: allow\n\(parts)")
        return try Sample.loader().check(file).warnings.map { "\($0.line ?? 0): \($0.text)" }
    }

    static let closed = #"unavailable: [{ provider: "*", cause: "*", then: review }]"#

    @Test("a policy that leaves nothing open has no warning; 'true' is said on purpose")
    func good() throws {
        let warnings = try Self.warnings(
            """
            lists: { trusted: [a] }
            rules:
              - { id: trusted, when: subject.account_id in lists.trusted, then: allow, final: true }
              - { id: all, when: true, then: review }
              - { id: tor, when: signals.network.tor, then: review }
            \(Self.closed)
            """)
        #expect(warnings.isEmpty)
    }

    @Test("conditions that are constant, and rules after one that ends all")
    func constants() throws {
        let warnings = try Self.warnings(
            """
            rules:
              - { id: never, when: 1 > 2, then: block }
              - { id: shadow, when: true, then: block, final: true, mode: shadow }
              - { id: tor, when: signals.network.tor, then: block, final: true }
              - { id: always, when: 1 < 2, then: review, final: true }
              - { id: late, when: signals.network.vpn, then: review }
              - { id: later, when: signals.network.vpn, then: review }
            \(Self.closed)
            """)
        #expect(
            warnings == [
                "5: rule 'never' never applies: its condition is constant",
                "8: rule 'always' always applies: its condition is constant",
                "9: neither rule 'late' nor any after it is evaluated ('always' is final and always applies)",
            ])
    }

    @Test("lists that no rule uses, and lists without entries")
    func lists() throws {
        let warnings = try Self.warnings(
            """
            lists:
              used: [a]
              unused: []
              empty: []
            rules:
              - { id: a, when: subject.email in lists.used || subject.email in lists.empty, then: review }
            \(Self.closed)
            """)
        #expect(
            warnings == [
                "6: the list 'unused' has no entries", "6: no rule uses the list 'unused'",
                "7: the list 'empty' has no entries",
            ])
    }

    @Test("causes that 'unavailable' leaves open")
    func unavailable() throws {
        let warnings = try Self.warnings(
            """
            unavailable:
              - { provider: a, cause: timeout, then: block }
              - { provider: "*", cause: not_found, then: block }
            """)
        let text = "4: unavailable leaves open what applies when"
        #expect(
            warnings.map { String($0.dropFirst(3)) } == [
                "unavailable leaves open what applies when a gives no facts for unreachable (review applies)",
                "unavailable leaves open what applies when b gives no facts for timeout, unreachable (review applies)",
            ])
        #expect(warnings.allSatisfy { $0.hasPrefix(text) || $0.hasPrefix("5") })
        let none = try Self.warnings("")
        #expect(none.map { $0.contains("for any cause") } == [true, true])
    }

    @Test("a mistake comes with its line and a caret under the place")
    func excerpt() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write(
            "p.yaml",
            """
            version: "1"
            event: test
            default: allow
            rules:
              - { id: vpn, when: signals.network.vnp, then: review }
              - { id: tor, when: signals.network.tor, then: deny }
            """)
        let error = try #require(throws: PolicyLoadError.self) { try Sample.loader().check(file) }
        #expect(
            error.problems.map(\.excerpt) == [
                """
                  - { id: vpn, when: signals.network.vnp, then: review }
                                                     ^
                """,
                """
                  - { id: tor, when: signals.network.tor, then: deny }
                                                                ^
                """,
            ])
    }

    @Test("lists that have ended, and blocks of addresses among texts")
    func deadLists() throws {
        let warnings = try Self.warnings(
            """
            lists:
              dead: [a until 2020-01-01, b until 2021-01-01]
              offices: [x, 10.0.0.0/8]
            rules:
              - { id: a, when: subject.email in lists.dead || subject.email in lists.offices, then: review }
            \(Self.closed)
            """)
        #expect(
            warnings == [
                "5: all entries of the list 'dead' have ended",
                "6: the list 'offices' has '10.0.0.0/8' as a text, which no address is equal to (type: cidr makes it a block of addresses)",
            ])
    }

    @Test("values outside of what the schema declares, among numbers too")
    func declaredRanges() throws {
        let conditions = [
            "attributes.seats > 500", "attributes.seats < 1", "attributes.seats == 501",
            "attributes.seats in [501, 502]",
            "attributes.seats >= 1", "attributes.seats in [1, 501]",
        ]
        let rules = conditions.enumerated().map { "  - { id: r\($0), when: \"\($1)\", then: review }" }
        let warnings = try Self.warnings(
            """
            schema: { attributes: { seats: { type: int, min: 1, max: 500 } } }
            rules:
            \(rules.joined(separator: "\n"))
            \(Self.closed)
            """)
        #expect(
            warnings == (0..<4).map { "\($0 + 6): rule 'r\($0)' never applies: its condition contradicts itself" }
                + ["10: rule 'r4' applies whenever its condition can be known"])
    }

    @Test("parts of conditions that fail whatever is known")
    func constantFailures() throws {
        let warnings = try Self.warnings(
            """
            rules:
              - { id: a, when: 1 / 0 == signals.score, then: review }
              - { id: b, when: 'timestamp("garbage") < now', then: review }
              - { id: c, when: signals.score / 2 == 1, then: review }
            \(Self.closed)
            """)
        #expect(warnings.count == 2)
        #expect(warnings.first?.hasPrefix("5: a part of rule 'a' fails whatever is known: ") == true)
        #expect(warnings.last?.hasPrefix("6: a part of rule 'b' fails whatever is known: ") == true)
    }

    @Test("a final rule takes over only what it can know where the later one applies")
    func unknownFinals() throws {
        let warnings = try Self.warnings(
            """
            rules:
              - { id: f, when: signals.score > 5 || signals.score <= 5, then: allow, final: true }
              - { id: g, when: signals.network.tor || signals.network.vpn, then: allow, final: true }
              - { id: apart, when: signals.network.country_code == "US", then: block }
              - { id: within, when: signals.network.vpn, then: block }
            \(Self.closed)
            """)
        #expect(
            warnings == [
                "5: rule 'f' applies whenever its condition can be known",
                "8: rule 'within' is never evaluated where it would apply ('g' is final and applies there too)",
            ])
    }
}

@Suite("Checks of conditions")
struct ConditionCheckTests {
    /// The warnings about rules with these conditions, named `r0`, `r1` and so on, without their lines.
    private static func warnings(_ rules: [String]) throws -> [String] {
        let lines = rules.enumerated().map { "  - { id: r\($0), then: review, \($1) }" }.joined(separator: "\n")
        let directory = try TemporaryDirectory()
        let file = try directory.write(
            "p.yaml",
            "version: \"1\"\nevent: test\ndefault: allow\nrules:\n\(lines)\nunavailable: [{ provider: \"*\", cause: \"*\", then: review }]"
        )
        return try Sample.loader().check(file).warnings.map(\.text)
    }

    @Test(
        "a condition that contradicts itself",
        arguments: [
            #"signals.network.country_code == "US" && signals.network.country_code == "DE""#,
            "signals.score > 80 && signals.score < 40", "signals.score > 3 && signals.score < 4",
            "80 <= signals.score && signals.score < 80", "signals.network.vpn && !signals.network.vpn",
            #"a.status != "final" && a.status != "preliminary""#,
            #"attributes.plan == "free" && attributes.plan == 1"#,
            #"signals.network.country_code in ["DE", "FR"] && signals.network.country_code == "US""#,
            "!has(signals.network.tor) && signals.network.tor",
            "signals.network.vpn && (signals.score < 1 || !signals.network.vpn) && signals.score > 5",
        ])
    func contradictions(when: String) throws {
        let text = "rule 'r0' never applies: its condition contradicts itself"
        #expect(try Self.warnings(["when: '\(when)'"]) == [text])
    }

    @Test(
        "a condition that nothing makes false",
        arguments: [
            "signals.score < 40 || signals.score >= 40", "signals.network.vpn || !signals.network.vpn",
            #"a.status == "final" || a.status == "preliminary""#,
            #"signals.network.country_code != "US" || signals.network.country_code != "DE""#,
        ])
    func tautologies(when: String) throws {
        #expect(try Self.warnings(["when: '\(when)'"]) == ["rule 'r0' applies whenever its condition can be known"])
    }

    @Test(
        "what may be true and may be false is no cause for a warning",
        arguments: [
            "signals.score > 40 && signals.score < 80", "signals.score >= 4 && signals.score <= 4",
            #"signals.network.country_code != "US" && signals.network.country_code != "DE""#,
            #"a.status == "final" || signals.network.tor"#, "has(signals.network.tor) && signals.network.tor",
            #"attributes.plan != "free" && attributes.plan != 1"#,
            "signals.network.vpn ? signals.network.tor : !signals.network.tor",
            #"[1, 2].exists(signals, signals > 1) && signals.score > 1"#,
            #"subject.email.endsWith("x") && !subject.email.endsWith("y")"#,
        ])
    func possible(when: String) throws {
        #expect(try Self.warnings(["when: '\(when)'"]) == [])
    }

    @Test("a rule that an earlier final one takes over, and none that it doesn't")
    func shadowed() throws {
        let warnings = try Self.warnings([
            "when: signals.score > 40, final: true", "when: signals.score > 80",
            "when: signals.score > 50 && signals.network.vpn", "when: signals.score > 30",
            "when: signals.network.vpn || signals.score > 80",
            "when: signals.network.tor, final: true, mode: shadow", "when: signals.network.tor && signals.network.vpn",
        ])
        let hint = "('r0' is final and applies there too)"
        #expect(
            warnings == [
                "rule 'r1' is never evaluated where it would apply \(hint)",
                "rule 'r2' is never evaluated where it would apply \(hint)",
            ])
    }

    @Test("a rule on what one vendor alone tells, where sessions may come without it")
    func vendors() throws {
        let both = "when: b.status == \"final\", on_unknown: allow"
        let text = "rule 'r1' can't be known of sessions without a, which alone tells signals.network.tor"
        #expect(try Self.warnings([both, "when: signals.network.tor"]).first?.hasPrefix(text) == true)
        #expect(try Self.warnings([both, "when: signals.network.tor, on_unknown: review"]) == [])
        #expect(try Self.warnings([both, "when: has(signals.network.tor) && signals.network.tor"]) == [])
        #expect(try Self.warnings([both, "when: signals.network.vpn"]) == [])
        // All that a policy of one vendor reads is of that vendor.
        #expect(try Self.warnings(["when: signals.network.tor"]) == [])
    }

    @Test("an entry of 'unavailable' that earlier ones leave nothing for")
    func entries() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write(
            "p.yaml",
            """
            version: "1"
            event: test
            default: allow
            unavailable:
              - { provider: "*", cause: timeout, then: block }
              - { provider: a, cause: timeout, then: allow }
              - { provider: "*", cause: "*", then: review }
            """)
        let warnings = try Sample.loader().check(file).warnings.map { "\($0.line ?? 0): \($0.text)" }
        #expect(warnings == ["6: this entry of unavailable never applies (earlier ones fit first)"])
    }
}
