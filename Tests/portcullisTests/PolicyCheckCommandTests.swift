import CEL
import Foundation
import TestSupport
import Testing

@testable import portcullis

@Suite("The command 'policy check'")
struct PolicyCheckCommandTests {
    private static func check(_ rule: String, format: String = "text") async throws -> Binary.Result {
        try await Folder.with { folder in
            let text = "version: \"1\"\nevent: signup\ndefault: allow\nrules:\n  - { id: a, \(rule), then: review }\n"
            let file = folder.appending(path: "p.yaml")
            try text.write(to: file, atomically: true, encoding: .utf8)
            return try await Binary.run(["policy", "check", "--format", format, file.path])
        }
    }

    @Test("the sample policy is good; its list of accounts is yours to fill")
    func sample() async throws {
        let result = try await Binary.run(["policy", "check"])
        #expect(result.status == 0, "\(result.output) \(result.errors)")
        #expect(result.output.contains("policy signup, version 1, for the event signup: good, sha256:"))
        #expect(result.output.split(separator: "\n").count { $0.contains("warning:") } == 1)
        #expect(result.output.contains("warning: the list 'trusted' has no entries"))
    }

    @Test("ends with 1 for a mistake, with its place and a caret under it")
    func mistake() async throws {
        let text = try await Self.check("when: signals.network.vnp")
        #expect(text.status == 1)
        #expect(text.output.contains("p.yaml:5:36: error: no field 'vnp'"), "\(text.output)")
        #expect(text.output.contains("\n  \(String(repeating: " ", count: 35))^"))
        let json = try await Self.check("when: signals.network.vnp", format: "json")
        #expect(json.status == 1)
        let answer = TestClient.Answer(body: Array(json.output.utf8))
        #expect(answer.value("good") == .bool(false))
        guard case .list(let errors)? = answer.value("errors"), case .map(let error)? = errors.first else {
            Issue.record("no errors in \(json.output)")
            return
        }
        #expect(error["line"] == .int(5))
        #expect(error["column"] == .int(36))
    }

    @Test("knows the closed sets and ranges of signals")
    func signals() async throws {
        let status = try await Self.check(#"when: signals.automation.status == "automted""#)
        #expect(status.status == 1)
        let allowed = "never 'automted', only one of 'automated', 'human', 'uncertain' (did you mean 'automated'?)"
        #expect(status.output.contains(allowed), "\(status.output)")
        let score = try await Self.check("when: signals.automation.risk_score > 100")
        #expect(score.status == 0 && score.output.contains("warning: "), "\(score.output)")
    }

    @Test("warns of what vendors may leave out, in JSON with the place of the field")
    func optionalFields() async throws {
        let json = try await Self.check("when: signals.network.vpn && verisoul.risk_signals.vpn", format: "json")
        #expect(json.status == 0)
        guard case .list(let warnings)? = TestClient.Answer(body: Array(json.output.utf8)).value("warnings") else {
            Issue.record("no warnings in \(json.output)")
            return
        }
        let found = warnings.compactMap { warning -> MapValue? in
            guard case .map(let warning) = warning, case .string(let message)? = warning["message"] else { return nil }
            return message.contains("leaves out verisoul.risk_signals.vpn, as it may") ? warning : nil
        }
        #expect(found.map { $0["line"] } == [.int(5)])
        #expect(found.map { $0["column"] } == [.int(43)])
    }

    @Test("ends with 0 for warnings, with 2 for what isn't there")
    func warnings() async throws {
        let result = try await Self.check("when: 1 > 2")
        #expect(result.status == 0)
        #expect(result.output.contains("p.yaml:5:5: warning: rule 'a' never applies"), "\(result.output)")
        #expect(result.output.contains("leaves open what applies when verisoul gives no facts for any cause"))
        #expect(try await Binary.run(["policy", "check", "/nowhere/at/all"]).status == 2)
    }
}
