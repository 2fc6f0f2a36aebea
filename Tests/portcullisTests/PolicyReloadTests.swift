import CEL
import Foundation
import TestSupport
import Testing

@testable import portcullis

@Suite("A running service's policies")
struct PolicyReloadTests {
    private static let session = "sid_c1ean000000000000000000101"

    private static func policy(version: Int, fallback: String, list: String = "") -> String {
        """
        version: "\(version)"
        event: signup
        default: \(fallback)
        lists: { known: { file: known.txt } }
        rules:
          - { id: known, when: has(subject.account_id) && subject.account_id in lists.known, then: block }
        """
    }

    /// A service whose policies are in a folder of their own, with version 1 that allows.
    private static func with(
        intervalMilliseconds: Int = 20, _ body: (Service, URL) async throws -> Void
    ) async throws {
        try await Folder.with { folder in
            try write(policy(version: 1, fallback: "allow"), folder, "signup.yaml")
            try write("acc_1\n", folder, "known.txt")
            let environment = [
                "PORTCULLIS_POLICY_DIRECTORY": folder.path,
                "PORTCULLIS_POLICY_RELOAD_INTERVAL_MS": "\(intervalMilliseconds)",
            ]
            try await Service.with(environment: environment) { try await body($0, folder) }
        }
    }

    private static func write(_ text: String, _ folder: URL, _ name: String) throws {
        try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }

    private static func decision(_ service: Service, account: String = "acc_0") async throws -> String? {
        let body = #"{"session_id":"\#(session)","subject":{"account_id":"\#(account)"}}"#
        let answer = try await service.decide(body)
        return answer.text("decision").map { "\($0) \(answer.text("policy", "version") ?? "")" }
    }

    /// Readiness of the policy: the HTTP status, the state and the reason.
    private static func readiness(_ service: Service) async throws -> (Int?, String, String) {
        let answer = try await service.client.send("GET", "/readyz")
        let part = { answer.text("components", "policy", $0) ?? "" }
        return (answer.status, part("status"), part("reason"))
    }

    @Test("are loaded when a document changes, and the record of it has the digests of its files")
    func document() async throws {
        try await Self.with { service, folder in
            #expect(try await Self.decision(service) == "allow 1")
            try Self.write(Self.policy(version: 2, fallback: "review"), folder, "signup.yaml")
            #expect(await service.errors.line(containing: "version=2") != nil)
            #expect(try await Self.decision(service) == "review 2")
            let records = try service.logLines().map { TestClient.Answer(body: $0) }
                .filter { $0.text("type") == "portcullis.policy.loaded.v1" }
            #expect(records.map { $0.text("data", "version") } == ["1", "2"])
            #expect(records.allSatisfy { $0.text("data", "document")?.hasPrefix("sha256:") == true })
            // echo acc_1 | sha256sum
            let list = "sha256:cea8b31386db3585154da22dc02dc00d5affb181143d15a5ca6d362055e82d71"
            #expect(records.last?.text("data", "lists", "known") == list)
            let (status, state, reason) = try await Self.readiness(service)
            #expect((status, state) == (200, "ok"))
            #expect(reason.hasPrefix("1 loaded at "))
        }
    }

    @Test("stay when a candidate has a mistake; readiness and the log say why, until a good one comes")
    func mistake() async throws {
        try await Self.with { service, folder in
            try Self.write(Self.policy(version: 2, fallback: "deny"), folder, "signup.yaml")
            let line = await service.errors.line(containing: "policy not loaded, the running one stays")
            #expect(line?.contains("default can't be 'deny'") == true)
            #expect(try await Self.decision(service) == "allow 1")
            let (status, state, reason) = try await Self.readiness(service)
            #expect((status, state) == (200, "degraded"))
            #expect(reason.contains("signup.yaml:3:10: default can't be 'deny'"), "\(reason)")
            try Self.write(Self.policy(version: 3, fallback: "block"), folder, "signup.yaml")
            #expect(await service.errors.line(containing: "version=3") != nil)
            #expect(try await Self.decision(service) == "block 3")
            #expect(try await Self.readiness(service).1 == "ok")
        }
    }

    @Test("stay when a candidate fails the tests beside it")
    func failingTests() async throws {
        try await Self.with { service, folder in
            let tests = """
                now: 2026-11-21T08:00:00Z
                providers: { tripwire: ok }
                cases: [{ name: nobody is known, expect: { decision: allow } }]
                """
            try Self.write(tests, folder, "signup.test.yaml")
            try Self.write(Self.policy(version: 2, fallback: "block"), folder, "signup.yaml")
            let line = await service.errors.line(containing: "policy not loaded, the running one stays")
            let expected = "the test 'nobody is known' fails: decision: expected allow, got block"
            #expect(line?.contains(expected) == true, "\(line ?? "")")
            #expect(try await Self.decision(service) == "allow 1")
        }
    }

    @Test("are loaded when a list changes")
    func list() async throws {
        try await Self.with { service, folder in
            #expect(try await Self.decision(service, account: "acc_2") == "allow 1")
            try Self.write("acc_1\nacc_2\n", folder, "known.txt")
            var decision: String?
            repeat {
                decision = try await Self.decision(service, account: "acc_2")
            } while decision == "allow 1" && !Task.isCancelled
            #expect(decision == "block 1")
        }
    }

    @Test("are loaded on SIGHUP, changed or not, when nobody looks at the files", .timeLimit(.minutes(1)))
    func hangup() async throws {
        try await Self.with(intervalMilliseconds: 0) { service, folder in
            try Self.write(Self.policy(version: 2, fallback: "review"), folder, "signup.yaml")
            kill(service.processID, SIGHUP)
            #expect(await service.errors.line(containing: "version=2") != nil)
            #expect(try await Self.decision(service) == "review 2")
        }
    }

    /// Each policy of a reload's answer as "result event version digest", and each error as "file:line:column".
    private static func reload(_ service: Service) async throws -> (good: Value?, policies: [String], errors: [String])
    {
        let answer = try await service.client.send("POST", "/v1/policies/reload")
        #expect(answer.status == 200)
        func texts(_ list: String, _ separator: String, _ names: String...) -> [String] {
            guard case .list(let items)? = answer.value(list) else { return [] }
            return items.map { item in
                guard case .map(let map) = item else { return "" }
                return names.map { name in
                    switch map[name] {
                    case .string(let text)?: text
                    case .int(let number)?: "\(number)"
                    default: ""
                    }
                }.joined(separator: separator)
            }
        }
        return (
            answer.value("good"), texts("policies", " ", "role", "result", "event", "version"),
            texts("errors", ":", "file", "line", "column")
        )
    }

    @Test("are loaded when an admin asks for it, and the answer says what came of each", .timeLimit(.minutes(1)))
    func reload() async throws {
        try await Self.with(intervalMilliseconds: 0) { service, folder in
            let unchanged = try await Self.reload(service)
            #expect(unchanged.good == .bool(true) && unchanged.policies == ["policy unchanged signup 1"])
            try Self.write(Self.policy(version: 2, fallback: "review"), folder, "signup.yaml")
            // One load may answer many who ask at once, and is never one that began before.
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        let policies = try await Self.reload(service).policies
                        #expect(policies.first?.hasSuffix("signup 2") == true)
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await Self.decision(service) == "review 2")

            try Self.write(Self.policy(version: 3, fallback: "deny"), folder, "signup.yaml")
            let refused = try await Self.reload(service)
            #expect(refused.good == .bool(false) && refused.policies == ["policy refused signup 2"])
            #expect(refused.errors == [folder.appending(path: "signup.yaml").path + ":3:10"])
            #expect(try await Self.decision(service) == "review 2")

            try FileManager.default.moveItem(
                at: folder.appending(path: "signup.yaml"), to: folder.appending(path: "login.yaml"))
            let text = Self.policy(version: 4, fallback: "block").replacing("event: signup", with: "event: login")
            try Self.write(text, folder, "login.yaml")
            let moved = try await Self.reload(service)
            #expect(moved.policies == ["policy loaded login 4", "policy removed signup 2"])
        }
    }

    @Test("that are refused for an entry of a list don't tell the entry", .timeLimit(.minutes(1)))
    func reloadedList() async throws {
        try await Self.with(intervalMilliseconds: 0) { service, folder in
            let typed = Self.policy(version: 2, fallback: "allow").replacing("txt }", with: "txt, type: cidr }")
            try Self.write(typed.replacing("in lists.known", with: "in lists.known || false"), folder, "signup.yaml")
            try Self.write("203.0.113.10/8\n", folder, "known.txt")
            let answer = try await service.client.send("POST", "/v1/policies/reload")
            #expect(answer.value("good") == .bool(false))
            #expect(answer.text.contains("known.txt"), "\(answer.text)")
            #expect(!answer.text.contains("203.0"))
            let ready = try await service.client.send("GET", "/readyz")
            #expect(ready.text.contains("this entry of a list can't be used") && !ready.text.contains("203.0"))
            let logged = await service.errors.line(containing: "known.txt")
            #expect(logged?.contains("203.0") == false)
            // In the document itself, too.
            let inline = typed.replacing("file: known.txt", with: "entries: [203.0.113.10/8]")
            try Self.write(inline.replacing("in lists.known", with: "in lists.known || false"), folder, "signup.yaml")
            let own = try await service.client.send("POST", "/v1/policies/reload")
            #expect(own.text.contains("this entry of a list can't be used"), "\(own.text)")
            #expect(!own.text.contains("203.0"))
        }
    }

    @Test("that are refused for anything but an entry say what it is, whatever the file", .timeLimit(.minutes(1)))
    func reloadedDirectory() async throws {
        try await Self.with(intervalMilliseconds: 0) { service, folder in
            try Self.write(Self.policy(version: 2, fallback: "allow"), folder, "login.yml")
            let other = try await service.client.send("POST", "/v1/policies/reload")
            #expect(other.text.contains("policies and their tests end in .yaml"), "\(other.text)")
            for name in ["login.yml", "signup.yaml"] {
                try FileManager.default.removeItem(at: folder.appending(path: name))
            }
            let none = try await service.client.send("POST", "/v1/policies/reload")
            #expect(none.text.contains("there is no policy here"), "\(none.text)")
        }
    }

    @Test("are swapped as Kubernetes swaps a ConfigMap")
    func configMap() async throws {
        try await Folder.with { folder in
            let manager = FileManager.default
            for (version, name) in ["..1", "..2"].enumerated() {
                let data = folder.appending(path: name)
                try manager.createDirectory(at: data, withIntermediateDirectories: true)
                try Self.write(Self.policy(version: version + 1, fallback: "review"), data, "signup.yaml")
                try Self.write("acc_\(version)\n", data, "known.txt")
            }
            let links = [("..data", "..1"), ("signup.yaml", "..data/signup.yaml"), ("known.txt", "..data/known.txt")]
            for (name, target) in links {
                try manager.createSymbolicLink(
                    atPath: folder.appending(path: name).path, withDestinationPath: target)
            }
            let environment = [
                "PORTCULLIS_POLICY_DIRECTORY": folder.path, "PORTCULLIS_POLICY_RELOAD_INTERVAL_MS": "20",
            ]
            try await Service.with(environment: environment) { service in
                let next = folder.appending(path: "..next").path
                try manager.createSymbolicLink(atPath: next, withDestinationPath: "..2")
                // As a ConfigMap is swapped: in one step, which `mv` does.
                let swap = try Process.run(
                    URL(filePath: "/bin/mv"), arguments: ["-T", next, folder.appending(path: "..data").path])
                swap.waitUntilExit()
                #expect(swap.terminationStatus == 0)
                #expect(await service.errors.line(containing: "version=2") != nil)
                #expect(try await Self.decision(service, account: "acc_1") == "block 2")
            }
        }
    }

    @Test("don't start the service when they fail their own tests")
    func start() async throws {
        try await Folder.with { folder in
            try Self.write(Self.policy(version: 1, fallback: "block"), folder, "signup.yaml")
            try Self.write("", folder, "known.txt")
            let tests =
                "now: 2026-11-21T08:00:00Z\nproviders: { tripwire: ok }\ncases: [{ name: x, expect: { decision: allow } }]\n"
            try Self.write(tests, folder, "signup.test.yaml")
            let result = try await Binary.run(
                ["serve", "--simulate"],
                environment: [
                    "PORTCULLIS_POLICY_DIRECTORY": folder.path, "PORTCULLIS_SERVER_PORT": "0",
                    "PORTCULLIS_LOG_DIRECTORY": folder.appending(path: "log").path,
                ])
            #expect(result.status == 2)
            #expect(result.errors.contains("the test 'x' fails: decision: expected allow, got block"))
        }
    }

    @Test("refuse a request that doesn't fit their schema, with its place, and ask no vendor", .timeLimit(.minutes(1)))
    func schema() async throws {
        try await Self.with { service, folder in
            let schema = "\nschema: { attributes: { plan: { type: string, values: [free, pro] }, \"a/b\": int } }\n"
            try Self.write(Self.policy(version: 2, fallback: "allow") + schema, folder, "signup.yaml")
            #expect(await service.errors.line(containing: "version=2") != nil)
            for (attributes, code, pointer) in [
                (#"{"plan":"gold"}"#, "invalid_field", "/attributes/plan"),
                (#"{"a/b":"x"}"#, "invalid_field", "/attributes/a~1b"),
                (#"{"plans":"free"}"#, "unknown_field", "/attributes/plans"),
            ] {
                let answer = try await service.decide(
                    #"{"session_id":"\#(Self.session)","attributes":\#(attributes)}"#)
                #expect(answer.status == 422)
                #expect(answer.text("code") == code)
                #expect(answer.text.contains("\"\(pointer)\""), "\(answer.text)")
            }
            let good = try await service.decide(
                #"{"session_id":"\#(Self.session)","attributes":{"plan":"free","a/b":1}}"#)
            #expect(good.text("decision") == "allow")
        }
    }

    @Test("are said to be too old when their load is longer ago than allowed", .timeLimit(.minutes(1)))
    func age() async throws {
        try await Service.with(environment: ["PORTCULLIS_POLICY_MAX_AGE_S": "1"]) { service in
            var readiness = try await Self.readiness(service)
            while readiness.1 == "ok", !Task.isCancelled { readiness = try await Self.readiness(service) }
            #expect(readiness.0 == 200)
            #expect(readiness.2.hasSuffix("longer ago than policy.max_age_s allows (1 s)"), "\(readiness.2)")
        }
    }
}
