import Testing

@testable import Policy

@Suite("Checks of policies")
struct PolicyCheckTests {
    /// The warnings about a document, as `line: text`.
    private static func warnings(_ parts: String) throws -> [String] {
        let directory = try TemporaryDirectory()
        let file = try directory.write("p.yaml", "version: \"1\"\nevent: test\ndefault: allow\n\(parts)")
        return try Sample.loader().check(file).warnings.map { "\($0.line ?? 0): \($0.text)" }
    }

    private static let closed = #"unavailable: [{ provider: "*", cause: "*", then: review }]"#

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
