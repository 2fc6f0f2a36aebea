import CEL
import Foundation
import TestSupport
import Testing

@testable import portcullis

@Suite("The command line")
struct CommandTests {
    @Test("ends with 2 when it is used wrongly, with 0 when it helps")
    func usage() async throws {
        for arguments in [
            ["nope"], ["serve", "--nope"], ["decide"], ["decide", "not-a-session"], ["log", "tail", "--lines", "x"],
        ] {
            let result = try await Binary.run(arguments)
            #expect(result.status == 2, "\(arguments)")
            #expect(!result.errors.isEmpty)
            #expect(result.output.isEmpty)
        }
        for arguments in [["--help"], ["serve", "--help"], ["log", "verify", "--help"], ["--version"]] {
            let result = try await Binary.run(arguments)
            #expect(result.status == 0, "\(arguments)")
            #expect(!result.output.isEmpty)
        }
    }

    @Test("decides once without a service, and logs it")
    func decide() async throws {
        try await Folder.with { folder in
            let result = try await Binary.run([
                "decide", "--simulate", "--log-directory", folder.path, "sid_t0r00000000000000000000204",
            ])
            #expect(result.status == 0, "\(result.errors)")
            let answer = TestClient.Answer(body: Array(result.output.utf8).dropLast())
            #expect(answer.text("decision") == "review")
            let tail = try await Binary.run(["log", "tail", "--format", "json", "--lines", "1", folder.path])
            #expect(try DecisionTests.decision(in: Array(tail.output.utf8)) == answer.body)
        }
    }

    @Test("says so, and doesn't crash, when its output can't be written")
    func fullOutput() async throws {
        try await Folder.with { folder in
            let process = Binary.process(
                ["decide", "--simulate", "--log-directory", folder.path, "sid_c1ean000000000000000000101"],
                environment: [:])
            process.standardOutput = FileHandle(forWritingAtPath: "/dev/full")
            process.standardError = FileHandle.nullDevice
            let ended = Binary.end(of: process)
            try process.run()
            #expect(await ended.first { _ in true } == 1)
        }
    }

    @Test("won't start without a vendor, nor on a log that another process writes")
    func refusedStart() async throws {
        let result = try await Binary.run(["serve"])
        #expect(result.status == 2)
        #expect(result.errors.contains("--simulate"))
        try await Service.with { service in
            let second = try await Binary.run(
                ["serve", "--simulate"],
                environment: [
                    "PORTCULLIS_SERVER_PORT": "0", "PORTCULLIS_LOG_DIRECTORY": service.logDirectory.path,
                ])
            #expect(second.status == 2)
            #expect(second.errors.contains("in use by process \(service.processID)"))
        }
    }

    @Test("tells a bad policy by file, line and column")
    func badPolicy() async throws {
        try await Folder.with { folder in
            let policies = folder.appending(path: "policies")
            try FileManager.default.createDirectory(at: policies, withIntermediateDirectories: true)
            let text = """
                version: "1"
                event: signup
                default: review
                rules:
                  - id: vpn
                    when: signals.network.vnp
                    then: review
                unavailable:
                  - { provider: "*", cause: "*", then: review }
                """
            try text.write(to: policies.appending(path: "signup.yaml"), atomically: true, encoding: .utf8)
            let result = try await Binary.run(
                ["serve", "--simulate"],
                environment: [
                    "PORTCULLIS_POLICY_DIRECTORY": policies.path, "PORTCULLIS_SERVER_PORT": "0",
                    "PORTCULLIS_LOG_DIRECTORY": folder.appending(path: "log").path,
                ])
            #expect(result.status == 2)
            #expect(result.errors.contains("signup.yaml:6:"))
            #expect(result.errors.contains("vnp"))
            #expect(result.errors.contains("vpn"))
        }
    }

    @Test("asks a running service whether it is well")
    func healthcheck() async throws {
        try await Service.with { service in
            let environment = ["PORTCULLIS_SERVER_PORT": "\(service.client.port)"]
            let ready = try await Binary.run(["healthcheck"], environment: environment)
            #expect(ready.status == 0)
            let live = try await Binary.run(["healthcheck", "--live"], environment: environment)
            #expect(live.status == 0)
        }
        // Port 9 of a loopback address that nothing binds in tests.
        let nobody = ["PORTCULLIS_SERVER_HOST": "127.99.99.99", "PORTCULLIS_SERVER_PORT": "9"]
        let result = try await Binary.run(["healthcheck"], environment: nobody)
        #expect(result.status == 1)
        #expect(result.errors.contains("127.99.99.99:9"))
    }

    @Test("finds what was altered in a log")
    func verify() async throws {
        try await Service.with { service in
            for _ in 0..<3 { _ = try await service.decide(session: "sid_c1ean000000000000000000101") }
            #expect(try await Binary.run(["log", "verify", service.logDirectory.path]).status == 0)
            let file = service.logDirectory.appending(path: "decisions.ndjson")
            try await Folder.with { copy in
                let text = try String(contentsOf: file, encoding: .utf8)
                let forged = text.replacing(#""decision":"allow""#, with: #""decision":"block""#, maxReplacements: 1)
                #expect(forged != text)
                try forged.write(to: copy.appending(path: "decisions.ndjson"), atomically: true, encoding: .utf8)
                let result = try await Binary.run(["log", "verify", copy.path])
                #expect(result.status == 1)
                #expect(result.errors.contains("decisions.ndjson, line 3"))
                let json = try await Binary.run(["log", "verify", "--format", "json", copy.path])
                #expect(json.status == 1)
                #expect(TestClient.Answer(body: Array(json.output.utf8)).value("good") == .bool(false))
            }
            #expect(try await Binary.run(["log", "verify", "/nowhere/at/all"]).status == 2)
        }
    }
}
