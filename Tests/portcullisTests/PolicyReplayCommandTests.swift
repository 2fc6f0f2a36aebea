import CEL
import Foundation
import Simulator
import TestSupport
import Testing

@testable import portcullis

@Suite("The command 'policy replay'")
struct PolicyReplayCommandTests {
    /// Every sample session, as often as its row says, and each with the other vendor's besides.
    static func decideAll(_ service: Service) async throws {
        let subject = #""subject":{"account_id":"acc_1","email":"j@example.com","ip":"203.0.113.10"}"#
        let attributes = #""attributes":{"plan":"free","share":0.5,"tags":["a"]}"#
        var bodies: [String] = []
        for (number, scenario) in Catalogue.all.enumerated() {
            let own = #"{"session_id":"\#(scenario.id)",\#(subject),\#(attributes)}"#
            bodies += Array(repeating: own, count: scenario.expected.count)
            let other = Catalogue.scenarios(of: scenario.vendor == .tripwire ? .verisoul : .tripwire)
            let second = other[number % other.count]
            let sessions = [scenario, second].map { #""\#($0.vendor.rawValue)":"\#($0.id)""# }
            bodies.append(#"{"sessions":{\#(sessions.joined(separator: ","))}}"#)
        }
        try await withThrowingTaskGroup(of: Int?.self) { group in
            for body in bodies { group.addTask { try await service.decide(body).status } }
            for try await status in group { #expect(status == 200) }
        }
    }

    private static func replay(_ arguments: [String]) async throws -> (Binary.Result, TestClient.Answer) {
        let result = try await Binary.run(["policy", "replay", "--format", "json"] + arguments)
        return (result, TestClient.Answer(body: Array(result.output.utf8)))
    }

    private static func policy(_ rules: String, in folder: URL) throws -> String {
        let file = folder.appending(path: "new.yaml")
        let text = """
            version: "2"
            event: signup
            default: allow
            rules:
            \(rules)
            unavailable:
              - { provider: "*", cause: "*", then: review }
            """
        try text.write(to: file, atomically: true, encoding: .utf8)
        return file.path
    }

    @Test(
        "by the policy that decided comes out the same, for every sample session, over rotated segments",
        .timeLimit(.minutes(3)), arguments: ["normalized", "full", "none"])
    func same(evidence: String) async throws {
        let environment = [
            "PORTCULLIS_CACHE_MAX_BYTES": "0", "PORTCULLIS_LOG_ROTATION_MAX_BYTES": "65536",
            "PORTCULLIS_LOG_EVIDENCE": evidence,
        ]
        try await Service.with(environment: environment) { service in
            try await Self.decideAll(service)
            let directory = service.logDirectory.path
            let names = try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasSuffix("ndjson") }
            #expect(names.count > 2)
            let (result, answer) = try await Self.replay(["--log", directory, "--fail-over", "0%"])
            let all = Catalogue.all.reduce(0) { $0 + $1.expected.count + 1 }
            #expect(answer.value("decisions") == .int(Int64(all)))
            #expect(answer.value("changed") == .int(0))
            #expect(answer.value("other_reasons", "count") == .int(0))
            // Without the request's part of the evidence nobody knows whether the account was on the list.
            let left: Int64 = evidence == "none" ? Int64(all) : 0
            #expect(answer.value("not_replayed", "count") == .int(left), "\(result.output)")
            #expect(result.status == (evidence == "none" ? 1 : 0))
            // The files, in whatever order they are named.
            let files = names.shuffled().map { "\(directory)/\($0)" }
            let (_, again) = try await Self.replay(["--log"] + files)
            #expect(again.value("decisions") == answer.value("decisions"))
            #expect(again.value("replayed") == answer.value("replayed"))
        }
    }

    @Test("tells what comes out differently, by which rules, and what records don't hold; ends with 1 over the limit")
    func different() async throws {
        try await Service.with { service in
            let calls = ["sid_vpn00000000000000000000201", "sid_c1ean000000000000000000101"]
            for session in calls {
                let body = #"{"session_id":"\#(session)","subject":{"email":"j@example.com"}}"#
                #expect(try await service.decide(body).status == 200)
            }
            let log = service.logDirectory.path
            try await Folder.with { folder in
                let severe = try Self.policy("  - { id: vpn-2, when: signals.network.vpn, then: block }", in: folder)
                let (result, answer) = try await Self.replay(["--log", log, "--policy", severe, "--fail-over", "49%"])
                #expect(result.status == 1)
                #expect(answer.value("changed") == .int(1) && answer.value("changed_share") == .double(0.5))
                #expect(result.output.contains(#""old":"review","new":"block","count":1,"examples":["dec_"#))
                #expect(result.output.contains(#""rule":"vpn-2","code":"rule.vpn-2","change":"came""#))
                #expect(result.output.contains(#""rule":"vpn","code":"network.vpn","change":"went""#))
                #expect(try await Self.replay(["--log", log, "--policy", severe, "--fail-over", "0.5"]).0.status == 0)
                let text = try await Binary.run(["policy", "replay", "--progress", "--log", log, "--policy", severe])
                #expect(text.status == 0)
                #expect(text.output.contains("replayed 2 of 2 decisions"))
                #expect(text.output.contains("review -> block   1, such as dec_"))
                #expect(text.output.contains("+ vpn-2 (rule.vpn-2): 1, such as dec_"))

                let curious = try Self.policy(
                    """
                      - { id: mail, when: 'subject.email.endsWith(".org")', then: review }
                      - { id: app, when: 'has(tripwire.browser.name)', then: review }
                    """, in: folder)
                let (blind, told) = try await Self.replay(["--log", log, "--policy", curious])
                #expect(blind.status == 0 && told.value("not_replayed", "count") == .int(2))
                #expect(blind.output.contains(#""rule":"mail","attribute":"subject.email","count":2"#))
                #expect(blind.output.contains(#""rule":"app","attribute":"tripwire.browser.name","count":2"#))
                let strict = ["--log", log, "--policy", curious, "--fail-over", "1%"]
                #expect(try await Self.replay(strict).0.status == 1)
                let later = ["--log", log, "--since", "2100-01-01T00:00:00Z"]
                #expect(try await Self.replay(later).1.value("decisions") == .int(0))
            }
        }
    }

    @Test("ends with 2 for what can't be read or is used wrongly")
    func unreadable() async throws {
        try await Folder.with { folder in
            let file = folder.appending(path: "x.ndjson")
            try "nothing\n".write(to: file, atomically: true, encoding: .utf8)
            for arguments in [
                ["--log", folder.path], ["--log", file.path], ["--log", "/nowhere/x.ndjson"],
                ["--log", folder.path, file.path], ["--policy", "/nowhere.yaml", "--log", file.path],
                ["--fail-over", "101%"], ["--since", "yesterday"],
            ] {
                let result = try await Binary.run(["policy", "replay"] + arguments)
                #expect(result.status == 2, "\(arguments): \(result.output)")
                #expect(!result.errors.isEmpty && result.output.isEmpty)
            }
        }
    }
}
