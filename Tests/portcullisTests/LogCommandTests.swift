import CEL
import Foundation
import TestSupport
import Testing

@testable import portcullis

@Suite("The commands for the log")
struct LogCommandTests {
    @Test("refuse a type that no record has, and name those that there are")
    func types() async throws {
        let result = try await Binary.run(["log", "query", "--type", "portcullis.decisions.v1", "--count"])
        #expect(result.status == 2 && result.output.isEmpty)
        for type in LogQueryCommand.types { #expect(result.errors.contains(type)) }
        let page = try String(contentsOf: Binary.package.appending(path: "docs/log.md"), encoding: .utf8)
        let documented = page.matches(of: /\n\| `(portcullis\.[a-z.]+\.v1)` \|/).map { String($0.output.1) }
        #expect(documented == LogQueryCommand.types)
    }

    @Test(
        "refuse what only decisions have in a query for other records",
        arguments: [
            ["--decision", "block"], ["--rule", "a"], ["--provider", "tripwire"], ["--degraded"], ["--no-degraded"],
            ["--session", "a"], ["--account", "a"],
        ])
    func aboutDecisions(_ options: [String]) async throws {
        let result = try await Binary.run(
            ["log", "query", "--type", "portcullis.policy.loaded.v1", "--count"] + options)
        #expect(result.status == 2 && result.output.isEmpty)
        #expect(result.errors.contains("\(options[0]) is about decisions"), "\(result.errors)")
    }

    @Test("print JSON of a proof whether it holds or not")
    func proof() async throws {
        try await Folder.with { folder in
            let (keyFile, log) = (folder.appending(path: "key").path, folder.appending(path: "log").path)
            let made = try await Binary.run(["log", "key", "generate", "--name", "example.com/signup", keyFile])
            let decided = try await Binary.run(
                ["decide", "--simulate", "--log-directory", log, "sid_c1ean000000000000000000101"],
                environment: ["PORTCULLIS_LOG_CHECKPOINT_KEY_FILE": keyFile])
            let id = try #require(TestClient.Answer(body: Array(decided.output.utf8)).text("id"))
            let proof = try await Binary.run(["log", "prove", id, log]).output
            func check(_ proof: String) async throws -> (result: Binary.Result, json: TestClient.Answer) {
                let key = made.output.trimmingCharacters(in: .newlines)
                let result = try await Binary.run(
                    ["log", "check-proof", "--key", key, "--format", "json", "-"], input: proof)
                return (result, TestClient.Answer(body: Array(result.output.utf8)))
            }
            let good = try await check(proof)
            #expect(good.result.status == 0 && good.json.value("good") == .bool(true) && good.json.text("id") == id)
            for (bad, defect) in [
                (proof.replacing("allow", with: "block"), "its record isn't good"), ("{}", "it isn't the JSON of a"),
            ] {
                let checked = try await check(bad)
                #expect(checked.result.status == 1 && checked.result.errors.isEmpty, "\(checked.result)")
                #expect(checked.json.value("good") == .bool(false))
                #expect(checked.json.text("problem", "defect")?.contains(defect) == true, "\(checked.result)")
            }
        }
    }

    @Test("tell of records that are missing at the end of a closed file, and print those of the next")
    func missingRecords() async throws {
        try await Service.with { service in
            let session = "sid_c1ean000000000000000000101"
            #expect(try await service.decide(session: session).status == 200)
            kill(service.processID, SIGHUP)
            #expect(await service.errors.line(containing: "decision log rotated") != nil)
            let id = try #require(try await service.decide(session: session).text("id"))
            service.terminate()
            #expect(await service.end() == 0)
            let directory = service.logDirectory.path
            let names = try FileManager.default.contentsOfDirectory(atPath: directory)
            let name = try #require(names.first { $0.hasPrefix("decisions-") })
            let file = service.logDirectory.appending(path: name)
            try Data(contentsOf: file).dropLast(100).write(to: file)
            for command in ["tail", "query"] {
                let result = try await Binary.run(["log", command, directory])
                #expect(result.status == 2, "\(command)")
                #expect(result.errors.contains(name) && result.errors.contains("the segment ends within a record"))
                #expect(result.output.contains(id) == (command == "tail"))
            }
        }
    }

    @Test("make the same pseudonym of a line of the standard input, however it ends")
    func lineEnds() async throws {
        func pseudonym(_ arguments: [String], input: String?) async throws -> String {
            let result = try await Binary.run(
                ["log", "pseudonym", "email"] + arguments,
                environment: ["PORTCULLIS_LOG_PRIVACY_HMAC_KEY": String(repeating: "k", count: 32)], input: input)
            #expect(result.status == 0, "\(result.errors)")
            return result.output
        }
        let expected = try await pseudonym(["j@example.com"], input: nil)
        for end in ["", "\n", "\r\n", "\r\n\r\n"] {
            #expect(try await pseudonym([], input: "j@example.com" + end) == expected)
        }
        // One is the line's end, the other the value's.
        #expect(try await pseudonym([], input: "j@example.com\r\r\n") != expected)
    }
}
