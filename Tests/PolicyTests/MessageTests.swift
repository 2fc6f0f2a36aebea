import CEL
import Testing

@testable import Policy

@Suite("The text of reasons")
struct MessageTests {
    private static func message(_ template: String, evidence: Evidence) throws -> String? {
        let policy = try Sample.policy(
            "rules:\n  - { id: r, when: true, then: review, reason: { message: '\(template)' } }")
        return policy.evaluate(evidence).reasons.first?.message
    }

    @Test(
        "tells values; what isn't known reads 'unknown', what fails 'error'",
        arguments: [
            ("Score {signals.score}", "Score 42"),
            ("{signals.network.country_code}: {signals.score > 40 ? \"high\" : \"low\"}", "DE: high"),
            ("{signals.network.tor}", "unknown"), ("{1 / (signals.score - 42)}", "error"),
            ("{{signals.score}} is {signals.score}", "{signals.score} is 42"),
            ("{ {\"a\": \"}\"}[\"a\"] }", "}"), ("no values", "no values"),
        ])
    func values(template: String, expected: String) throws {
        #expect(try Self.message(template, evidence: Sample.evidence(country: "DE", score: 42)) == expected)
    }

    @Test("is cut where a value would make it too long")
    func cut() throws {
        let message = try Self.message(
            "{signals.network.country_code}",
            evidence: Sample.evidence(country: String(repeating: "é", count: 400)))
        #expect(message?.utf8.count == 499)
        #expect(message?.hasSuffix("é…") == true)
    }

    @Test(
        "mistakes in it have their place",
        arguments: [
            ("Score {signals.scor}", "5:75: no field 'scor' in signals (did you mean 'score'?)"),
            ("{signals.network}", "5:61: reason.message can't tell a value of type signals.network"),
            ("a {b", "5:62: reason.message has a brace without its counterpart"),
            ("a } b", "5:62: reason.message has a brace without its counterpart"),
            (
                "{subject.email}",
                "5:61: reason.message can't tell 'subject.email' (what the caller sent may be personal)"
            ),
            ("{attributes}", "5:61: reason.message can't tell 'attributes' (what the caller sent may be personal)"),
            (
                "{attributes.list.map(x, string(x)).join()}",
                "5:61: reason.message can't tell 'attributes.list' (what the caller sent may be personal)"
            ),
        ])
    func mistakes(template: String, expected: String) throws {
        let error = #expect(throws: PolicyLoadError.self) { try Self.message(template, evidence: Sample.evidence()) }
        let problem = try #require(error?.problems.first)
        let text = "\(problem.line ?? 0):\(problem.column ?? 0): \(problem.text)"
        #expect(text.hasPrefix(expected), "\(text)")
    }

    @Test("a code that stands for what can't be evaluated can't be a rule's own")
    func codes() throws {
        let error = #expect(throws: PolicyLoadError.self) {
            try Sample.policy("rules: [{ id: r, when: true, then: review, reason: { code: rule.error } }]")
        }
        #expect(error?.problems.first?.message == "reason.code can't be 'rule.error'")
    }
}
