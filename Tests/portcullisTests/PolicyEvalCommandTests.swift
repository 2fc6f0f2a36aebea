import CEL
import Foundation
import TestSupport
import Testing

@testable import portcullis

@Suite("The commands 'policy eval' and 'policy explain'")
struct PolicyEvalCommandTests {
    private static let answer =
        #"{"data":{"decision":{"risk_score":70},"network":{"status":"ready","anonymity":{"vpn":true,"tor":false}}}}"#

    private static let policy = """
        version: "1"
        event: signup
        default: allow
        lists: { trusted: [acc_1], offices: { type: cidr, entries: [203.0.113.0/24] } }
        rules:
          - { id: trusted, when: 'has(subject.account_id) && subject.account_id in lists.trusted', then: allow, final: true }
          - { id: risk, when: 'tripwire.decision.risk_score >= 70', then: block }
          - { id: office, when: 'has(attributes.ip) && attributes.ip in lists.offices', then: allow }
          - { id: mail, when: 'subject.email.endsWith("@example.com")', then: review, mode: shadow }
        unavailable:
          - { provider: "*", cause: "*", then: review }
        """

    /// Runs a command in a folder with a policy, a vendor's answer and evidence in YAML, whose names it puts into `{…}`.
    private static func run(_ arguments: [String], yaml: String = "{}") async throws -> Binary.Result {
        try await Folder.with { folder in
            for (name, text) in [("p.yaml", policy), ("tripwire.json", answer), ("e.yaml", yaml)] {
                try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
            }
            return try await Binary.run(
                ["policy"] + arguments.map { $0.hasPrefix("@") ? "\(folder.path)/\($0.dropFirst())" : $0 })
        }
    }

    @Test("a value is printed as JSON has it, on the evidence that is given")
    func values() async throws {
        let plain = try await Binary.run(["policy", "eval", "{'a': [1, 2.5]}"])
        #expect(plain.status == 0 && plain.output == "{\"a\":[1,2.5]}\n")
        let risk = try await Self.run(["eval", "tripwire.decision.risk_score + 1", "--tripwire", "@tripwire.json"])
        #expect(risk.status == 0 && risk.output == "71\n")
        let yaml = """
            providers: { verisoul: timeout }
            signals: { network: { tor: true } }
            subject: { email: j@example.com }
            attributes: { plan: free }
            now: 2026-11-21T08:00:00Z
            """
        let all =
            "signals.network.tor && attributes.plan == 'free' && providers.verisoul.status == 'timeout' && subject.email != '' "
            + "&& now == timestamp('2026-11-21T08:00:00Z') && tripwire.decision.risk_score == 70"
        let mixed = try await Self.run(
            ["eval", all, "--fixture", "@e.yaml", "--tripwire", "@tripwire.json", "--format", "json"], yaml: yaml)
        #expect(mixed.status == 0 && mixed.output == "{\"type\":\"bool\",\"value\":true}\n", "\(mixed.errors)")
        let list = try await Self.run(["eval", "'acc_1' in lists.trusted", "--policy", "@p.yaml"])
        #expect(list.output == "true\n")
    }

    @Test("what nobody told is named, and an error is told; both end with 1")
    func unknown() async throws {
        let unknown = try await Binary.run(["policy", "eval", "signals.network.vpn && subject.email == 'a'"])
        #expect(unknown.status == 1 && unknown.output == "unknown: signals.network.vpn, subject.email\n")
        let error = try await Binary.run(["policy", "eval", "--format", "json", "1 / (now == now ? 0 : 1)"])
        #expect(error.status == 1 && error.output.contains(#""error":""#))
    }

    @Test("a policy's verdict comes with its reasons and what is on trial")
    func verdict() async throws {
        let arguments = ["eval", "--policy", "@p.yaml", "--tripwire", "@tripwire.json", "--fixture", "@e.yaml"]
        let text = try await Self.run(arguments, yaml: "subject: { email: j@example.com }")
        #expect(text.status == 0)
        #expect(text.output.hasPrefix("block, score 0, by p, version 1\n  block  rule.risk  "))
        #expect(text.output.contains("on trial: review  rule.mail"))
        let json = try await Self.run(arguments + ["--format", "json"], yaml: "subject: { account_id: acc_1 }")
        let answer = TestClient.Answer(body: Array(json.output.utf8))
        #expect(answer.text("decision") == "allow" && answer.value("shadow") == .list([]))
    }

    @Test(
        "mistakes end with 2, with their place",
        arguments: [
            (["eval", "signals.network.vnp"], "no field 'vnp'"), (["eval"], "Give an expression"),
            (["eval", "1", "--fixture", "/nowhere.yaml"], "nowhere"),
            (["eval", "1", "--fixture", "@e.yaml"], "unknown key 'vendors'"),
            (["eval", "1", "--verisoul", "@p.yaml"], "no answer of that vendor's API"),
            (["eval", "1", "--decision", "dec_1", "--now", "2026-11-21T08:00:00Z"], "no other evidence"),
            (["eval", "1", "--decision", "dec_1", "--log", "/nowhere"], "nowhere"),
            (["explain", "--policy", "@p.yaml", "--rule", "nope"], "no rule 'nope'"),
            (["explain", "--policy", "@p.yaml", "--event", "login"], "no policy for the event 'login'"),
        ])
    func mistakes(arguments: [String], message: String) async throws {
        let result = try await Self.run(arguments, yaml: "vendors: {}")
        #expect(result.status == 2, "\(result.output)")
        #expect(result.errors.contains(message), "\(result.errors)")
        #expect(result.output.isEmpty)
    }

    @Test("explain shows each rule with the values that made it so, and which ones weren't reached")
    func explained() async throws {
        let arguments = ["explain", "--policy", "@p.yaml", "--tripwire", "@tripwire.json", "--fixture", "@e.yaml"]
        let text = try await Self.run(arguments, yaml: "subject: { account_id: acc_2 }")
        #expect(text.status == 0)
        #expect(text.output.contains("- trusted (final): doesn't apply\n"))
        #expect(text.output.contains("      subject.account_id in lists.trusted  =  false\n"))
        #expect(text.output.contains("        subject.account_id  =  \"acc_2\"\n"))
        #expect(text.output.contains("+ risk: applies, block  rule.risk  "))
        #expect(text.output.contains("      tripwire.decision.risk_score  =  70\n"))
        #expect(text.output.contains("? mail (shadow): can't be known, unknown is: subject.email\n"))
        let final = try await Self.run(arguments + ["--format", "json"], yaml: "subject: { account_id: acc_1 }")
        #expect(final.output.contains(#"{"id":"risk","state":"not_reached""#))
        // Blocks of addresses have no value to show.
        let office = try await Self.run(arguments + ["--rule", "office"], yaml: "attributes: { ip: 203.0.113.9 }")
        #expect(office.output.contains("attributes.ip in lists.offices  =  true\n"), "\(office.output)")
        #expect(!office.output.contains("  lists.offices  ="), "\(office.output)")
        let one = try await Self.run(arguments + ["--rule", "risk"])
        #expect(one.output.contains("+ risk: ") && !one.output.contains("trusted"))
    }

    @Test("a logged decision is explained by the policy that made it, and what its record keeps back stays there")
    func logged() async throws {
        let environment = [
            "PORTCULLIS_LOG_PRIVACY_ACCOUNT_ID": "hmac",
            "PORTCULLIS_LOG_PRIVACY_HMAC_KEY": "0123456789abcdef0123456789abcdef",
        ]
        try await Service.with(environment: environment) { service in
            let body =
                #"{"session_id":"sid_vpn00000000000000000000201","subject":{"account_id":"secret-name","email":"j@example.com"}}"#
            let id = try #require(try await service.decide(body).text("id"))
            let log = service.logDirectory.path
            let text = try await Binary.run(["policy", "explain", id, "--log", log])
            #expect(text.status == 0, "\(text.errors)")
            #expect(text.output.contains("\(id), ") && text.output.contains(": recorded as review\n"))
            #expect(text.output.contains("+ vpn: applies, score 40"))
            let untold = "? trusted-account (final): can't be told, the record doesn't hold: subject.account_id"
            #expect(text.output.contains(untold))
            #expect(!text.output.contains("secret-name") && !text.output.contains("hmac:"))
            let files = try await Binary.run(
                ["policy", "explain", id, "--format", "json", "--log", "\(log)/decisions.ndjson"])
            let answer = TestClient.Answer(body: Array(files.output.utf8))
            #expect(answer.value("recorded", "by_this_policy") == .bool(true))
            #expect(answer.text("decision") == "review")
            let value = try await Binary.run(["policy", "eval", "subject.email", "--decision", id, "--log", log])
            #expect(value.status == 1 && value.output == "withheld: subject.email\n")
            let other = try await Self.run(["explain", id, "--log", log, "--policy", "@p.yaml"])
            #expect(other.status == 0 && other.output.contains("this isn't the policy that decided: sha256:"))
            let missing = try await Binary.run(["policy", "explain", "dec_missing", "--log", log])
            #expect(missing.status == 1 && missing.errors.contains("dec_missing"))
        }
    }
}
