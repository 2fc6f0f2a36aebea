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
