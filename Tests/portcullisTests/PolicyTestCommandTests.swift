import CEL
import Foundation
import TestSupport
import Testing

@testable import portcullis

@Suite("The command 'policy test'")
struct PolicyTestCommandTests {
    private static let policy = """
        version: "1"
        event: signup
        default: allow
        rules:
          - { id: risk, when: tripwire.decision.risk_score >= 70, then: block }
          - { id: tor, when: signals.network.tor, then: review }
          - { id: old, when: now > timestamp("2026-01-01T00:00:00Z") && subject.email.endsWith(".old"), then: review }
        unavailable:
          - { provider: "*", cause: "*", then: block }
        """

    /// Runs a policy's tests in a folder of their own.
    private static func run(_ cases: String, format: String = "text") async throws -> Binary.Result {
        try await Folder.with { folder in
            try policy.write(to: folder.appending(path: "p.yaml"), atomically: true, encoding: .utf8)
            let network = #"{"status":"ready","anonymity":{"tor":false}}"#
            try #"{"data":{"decision":{"risk_score":70},"new_field":1,"network":\#(network)}}"#
                .write(to: folder.appending(path: "risky.json"), atomically: true, encoding: .utf8)
            try "now: 2026-11-21T08:00:00Z\ncases:\n\(cases)"
                .write(to: folder.appending(path: "p.test.yaml"), atomically: true, encoding: .utf8)
            return try await Binary.run(["policy", "test", "--format", format, folder.path])
        }
    }

    @Test("the sample policy passes its tests, which reach every rule both ways")
    func sample() async throws {
        let result = try await Binary.run(["policy", "test", "--format", "json", "Config/policies"])
        #expect(result.status == 0, "\(result.output) \(result.errors)")
        let answer = TestClient.Answer(body: Array(result.output.utf8))
        #expect(answer.value("good") == .bool(true))
        guard case .list(let files)? = answer.value("files"), case .map(let file)? = files.first,
            case .map(let coverage)? = file["coverage"]
        else {
            Issue.record("no coverage in \(result.output)")
            return
        }
        #expect(coverage["applied_rules"] == coverage["rules"])
        #expect(coverage["covered_branches"] == coverage["branches"])
        // Without a path, the configured policies.
        let text = try await Binary.run(["policy", "test"])
        #expect(text.status == 0)
        #expect(text.output.contains("Config/policies/signup.test.yaml: policy signup, version 1"))
        #expect(text.output.contains(" passed, 0 failed"))
    }

    @Test("vendors' answers, inline and in files, are read as those of the vendors are")
    func answers() async throws {
        let result = try await Self.run(
            """
              - name: inline
                facts: { tripwire: { data: { decision: { risk_score: 69 } } }, verisoul: { risk_signals: { tor: true } } }
                subject: { email: a@b.new }
                expect: { decision: review, reasons: [rule.tor] }
              - name: in a file, with a field that we don't know
                facts: { tripwire: { file: risky.json } }
                subject: { email: a@b.old }
                expect: { decision: block, reasons: [rule.risk, rule.old] }
              - name: nothing delivered
                facts: { tripwire: { data: { decision: { automation_status: human } } } }
                signals: { network: { tor: false } }
                now: 2025-11-21T08:00:00Z
                expect: { decision: review, reasons: [rule.unknown] }
              - name: no facts
                providers: { tripwire: token_forged }
                subject: { email: a@b.new }
                expect: { decision: block, reasons: [provider.token_forged] }
            """)
        #expect(result.status == 0, "\(result.output) \(result.errors)")
        #expect(result.output.contains("4 passed, 0 failed"))
        #expect(result.output.contains("coverage: 3 of 3 rules applied, 6 of 6 branches taken"))
    }

    @Test("ends with 1 when a case fails, and tells what was expected and what came")
    func failure() async throws {
        let cases = """
              - name: Tor
                providers: { tripwire: ok }
                signals: { network: { tor: true } }
                expect: { decision: block }
            """
        let text = try await Self.run(cases)
        #expect(text.status == 1)
        #expect(text.output.contains("FAIL  Tor"))
        #expect(text.output.contains("decision: expected block, got review"))
        let json = try await Self.run(cases, format: "json")
        #expect(json.status == 1)
        #expect(TestClient.Answer(body: Array(json.output.utf8)).value("good") == .bool(false))
    }

    @Test(
        "ends with 2 for what no request or vendor could bring, and says what",
        arguments: [
            ("facts: { tripwire: { data: { decision: { risk_scor: 1 } } } }", "risk_scor: unknown_field"),
            ("facts: { tripwire: { data: {} } }", "no answer of that vendor's API"),
            ("providers: { tripwire: ok }\n    signals: { network: { vnp: true } }", "signals.network.vnp"),
            (
                "providers: { tripwire: ok }\n    signals: { automation: { status: automted } }",
                "signals.automation.status: unknown_value (it has to be one of automated, human, uncertain)"
            ),
            (
                "providers: { tripwire: ok }\n    signals: { automation: { risk_score: 700 } }",
                "signals.automation.risk_score: out_of_range (it has to be int from 0 to 100)"
            ),
            ("providers: { tripwire: ok }\n    subject: { name: x }", "/subject/name: Unknown field"),
            ("providers: { tripwire: late }", "can't be 'late'"),
        ])
    func impossible(evidence: String, message: String) async throws {
        let result = try await Self.run("  - name: x\n    \(evidence)\n    expect: { decision: allow }")
        #expect(result.status == 2)
        #expect(result.errors.contains("p.test.yaml:3:") || result.errors.contains("p.test.yaml:4:"))
        #expect(result.errors.contains(message), "\(result.errors)")
        #expect(result.output.isEmpty)
    }

    @Test("ends with 2 when there is nothing to run")
    func nothing() async throws {
        for path in ["Config/policies/lists", "Config/policies/signup.yaml", "/nowhere/x.test.yaml"] {
            let result = try await Binary.run(["policy", "test", path])
            #expect(result.status == 2, "\(path)")
            #expect(!result.errors.isEmpty)
        }
    }
}

/// Python's own XML parser reads what CI systems would.
@Suite("JUnit reports")
struct JUnitReportTests {
    @Test("count what failed, and are XML whatever names and texts hold")
    func report() async throws {
        try await Folder.with { folder in
            let policy = "version: \"1\"\nevent: signup\ndefault: allow\n"
            try policy.write(to: folder.appending(path: "p.yaml"), atomically: true, encoding: .utf8)
            let tests = """
                now: 2026-11-21T08:00:00Z
                providers: { tripwire: ok }
                cases:
                  - { name: good, expect: { decision: allow } }
                  - { name: "<a> & \\"b\\" \\u0001 'ü'", expect: { decision: block } }
                """
            let file = folder.appending(path: "p.test.yaml")
            try tests.write(to: file, atomically: true, encoding: .utf8)
            let result = try await Binary.run(["policy", "test", "--format", "junit", file.path])
            #expect(result.status == 1, "\(result.errors)")
            let report = folder.appending(path: "report.xml")
            try result.output.write(to: report, atomically: true, encoding: .utf8)
            let script = """
                import sys, xml.etree.ElementTree as E
                root = E.parse(sys.argv[1]).getroot()
                assert root.tag == "testsuites" and root.get("tests") == "2" and root.get("failures") == "1"
                cases = root.findall("testsuite/testcase")
                assert [c.get("name") for c in cases] == ["good", "<a> & \\"b\\"  'ü'"], [c.get("name") for c in cases]
                assert cases[1].get("line") == "5" and cases[0].find("failure") is None
                assert cases[1].find("failure").get("message") == "decision: expected block, got allow"
                """
            let python = try Process.run(
                URL(filePath: "/usr/bin/env"), arguments: ["python3", "-c", script, report.path])
            python.waitUntilExit()
            #expect(python.terminationStatus == 0, "\(result.output)")
        }
    }
}
