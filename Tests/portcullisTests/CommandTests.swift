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
            ["log", "pseudonym", "nope", "x"], ["log", "pseudonym", "email", "x"],
            ["log", "query", "--decision", "blok"],
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

    @Test(
        "says so when the output of a command that reads the log can't be written",
        arguments: [["verify"], ["verify", "--format", "json"], ["tail"], ["query"], ["query", "--count"]])
    func fullOutputOfLog(arguments: [String]) async throws {
        try await Folder.with { folder in
            let made = try await Binary.run([
                "decide", "--simulate", "--log-directory", folder.path, "sid_c1ean000000000000000000101",
            ])
            #expect(made.status == 0, "\(made.errors)")
            let process = Binary.process(["log"] + arguments + [folder.path], environment: [:])
            process.standardOutput = FileHandle(forWritingAtPath: "/dev/full")
            let errors = Pipe()
            process.standardError = errors
            let ended = Binary.end(of: process)
            try process.run()
            #expect(await Lines.all(of: errors.fileHandleForReading).contains("No space left on device"))
            #expect(await ended.first { _ in true } == 1)
        }
    }

    @Test(
        "says what a FIFO isn't, instead of waiting for somebody to write to it",
        arguments: ["decisions.ndjson", "checkpoints"])
    func fifo(name: String) async throws {
        try await Folder.with { folder in
            let made = try await Binary.run([
                "decide", "--simulate", "--log-directory", folder.path, "sid_c1ean000000000000000000101",
            ])
            #expect(made.status == 0, "\(made.errors)")
            let path = folder.appending(path: name).path
            try? FileManager.default.removeItem(atPath: path)
            let status = unsafe mkfifo(path, 0o600)
            try #require(status == 0)
            let commands = name == "checkpoints" ? [["verify"]] : [["verify"], ["tail"], ["query"], ["show", "dec_1"]]
            for command in commands {
                let result = try await Binary.run(["log"] + command + [folder.path])
                #expect(result.status == 2, "\(command)")
                #expect(result.errors.contains("is no regular file"), "\(command) \(result.errors)")
            }
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
            let port = service.client.port
            try await Folder.with { folder in
                let third = try await Binary.run(
                    ["serve", "--simulate"],
                    environment: ["PORTCULLIS_SERVER_PORT": "\(port)", "PORTCULLIS_LOG_DIRECTORY": folder.path])
                #expect(third.status == 2)
                #expect(third.errors.contains("Can't listen on 127.0.0.1, port \(port): Address already in use."))
            }
        }
    }

    @Test("a SIGHUP closes the log's file and begins a new one, and the chain goes through both, signed")
    func rotates() async throws {
        try await Folder.with { folder in
            let keyFile = folder.appending(path: "checkpoint.key").path
            let made = try await Binary.run(["log", "key", "generate", "--name", "example.com/signup", keyFile])
            #expect(made.status == 0)
            let publicKey = made.output.trimmingCharacters(in: .newlines)
            let environment = ["PORTCULLIS_LOG_CHECKPOINT_KEY_FILE": keyFile]
            try await Service.with(environment: environment) { service in
                let session = "sid_c1ean000000000000000000101"
                #expect(try await service.decide(session: session).status == 200)
                kill(service.processID, SIGHUP)
                #expect(await service.errors.line(containing: "decision log rotated") != nil)
                #expect(try await service.decide(session: session).status == 200)
                let first = try #require(service.logLines().first)
                #expect(String(decoding: first, as: UTF8.self).contains("portcullis.log.rotated.v1"))
                service.terminate()
                #expect(await service.end() == 0)
                let directory = service.logDirectory.path
                let checked = try await Binary.run(["log", "verify", "--key", publicKey, directory])
                #expect(checked.status == 0, "\(checked.errors)")
                let unchecked = try await Binary.run(["log", "verify", "--key", "/dev/null", directory])
                #expect(unchecked.status == 2 && unchecked.errors.contains("holds no public key"))
                let secret = try String(contentsOfFile: keyFile, encoding: .utf8)
                let mistaken = try await Binary.run(["log", "verify", "--key", secret, directory])
                #expect(mistaken.status == 2 && mistaken.errors.contains("this is a private key"))
                #expect(!mistaken.errors.contains(secret.suffix(20)))
                // A SIGHUP loads the policies as well, whose record may be the last one.
                let lines = try service.logLines().map { String(decoding: $0, as: UTF8.self) }
                let text = try #require(lines.last { $0.contains("portcullis.decision.v1") })
                let id = try #require(text.firstMatch(of: /"id":"(dec_[0-9a-z]+)"/)).1
                let shown = try await Binary.run(["log", "show", String(id), directory])
                #expect(shown.status == 0 && shown.output.contains(id))
            }
        }
    }

    @Test(
        "ends at a SIGTERM while it starts, by a handler of its own as a container's first process has to, not at a SIGHUP"
    )
    func terminatedAtStart() async throws {
        try await Folder.with { folder in
            // A start that waits for its key, until the other end of the pipe is opened and for ever after.
            let pipe = folder.appending(path: "key").path
            let made = unsafe mkfifo(pipe, 0o600)
            #expect(made == 0)
            let process = Binary.process(
                ["serve"], environment: ["PORTCULLIS_PROVIDERS_TRIPWIRE_SECRET_KEY_FILE": pipe])
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            let ended = Binary.end(of: process)
            try process.run()
            // Opening it blocks until the process reads it.
            let writer = await withCheckedContinuation { continuation in
                DispatchQueue.global().async {
                    continuation.resume(returning: FileHandle(forWritingAtPath: pipe))
                }
            }
            kill(process.processIdentifier, SIGHUP)
            process.terminate()
            #expect(await ended.first { _ in true } == 128 + SIGTERM)
            try writer?.close()
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

    @Test("serves on a Unix socket, asks for health there, and tells who has it already")
    func unixSocket() async throws {
        try await Folder.with { folder in
            let path = folder.appending(path: "socket").path
            let environment = ["PORTCULLIS_SERVER_UNIX_SOCKET": path, "PORTCULLIS_SERVER_HOST": "0.0.0.0"]
            try await Service.with(environment: environment) { service in
                #expect(service.errors.text.contains("address=unix:\(path)"))
                let well = try await Binary.run(["healthcheck"], environment: environment)
                #expect(well.status == 0)
                let body = #"{"session_id":"sid_c1ean000000000000000000101"}"#
                let answer = try await TestConnection.with(unixSocket: path) { connection in
                    try await connection.send(
                        """
                        POST /v1/decisions HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\
                        Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)
                        """)
                    return try await connection.receive()
                }
                #expect(answer.contains(#""decision":"allow""#))

                let second = try await Binary.run(
                    ["serve", "--simulate"],
                    environment: environment.merging(["PORTCULLIS_LOG_DIRECTORY": "\(folder.path)/log"]) { $1 })
                #expect(second.status == 2)
                #expect(second.errors.contains("Can't listen on \(path): another process listens there."))
            }
            // That one was killed.
            #expect(FileManager.default.fileExists(atPath: path))
            let nobody = try await Binary.run(["healthcheck"], environment: environment)
            #expect(nobody.status == 1)
            #expect(nobody.errors.contains("No answer from unix:\(path)"))
        }
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
