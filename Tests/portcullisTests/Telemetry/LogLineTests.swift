import CEL
import Curl
import Decisions
import Foundation
import Logging
import Providers
import TestSupport
import Testing

@testable import portcullis

@Suite("The service's own log")
struct LogLineTests {
    private static let session = "sid_c1ean000000000000000000101"
    private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"

    private func line(
        _ message: String, _ metadata: Logger.Metadata = [:], level: Logger.Level = .info, maxBytes: Int = 4096
    ) -> [UInt8] {
        let event = LogEvent(
            level: level, message: "\(message)", metadata: nil, source: nil, file: "", function: "", line: 1)
        return JSONLogLine.bytes(
            event, label: "portcullis", metadata: metadata, time: Date(timeIntervalSince1970: 1_795_281_851.5),
            maxBytes: maxBytes)
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test("is one JSON object a line, with time, level, message and what it is about")
    func format() {
        let metadata: Logger.Metadata = [
            "port": .stringConvertible(8080), "is_good": .stringConvertible(true), "name": "a\"b\nc\u{1B}[2J",
            "request_id": "4711", "level": "mine", "list": ["a", "b"],
        ]
        #expect(
            text(line("ready", metadata)) == #"""
                {"time":"2026-11-21T17:24:11.500Z","level":"info","logger":"portcullis","message":"ready",\#
                "is_good":true,"metadata.level":"mine","list":"[\"a\", \"b\"]","name":"a\"b\nc\u001b[2J",\#
                "port":8080,"request_id":"4711"}

                """#)
    }

    @Test("has a bound for each line, and stays JSON when it is cut", arguments: [512, 1000, 4096])
    func bound(maxBytes: Int) throws {
        let long = String(repeating: "\u{1}ä", count: 20_000)
        var metadata: Logger.Metadata = [:]
        for number in 0..<500 { metadata["key\(number)"] = "\(long)" }
        for bytes in [
            line(long, maxBytes: maxBytes), line("m", metadata, maxBytes: maxBytes),
            line("m", [long: "v"], maxBytes: maxBytes),
        ] {
            #expect(bytes.count <= maxBytes)
            guard case .map(let map) = try Value(json: bytes.dropLast()) else {
                Issue.record("no object")
                return
            }
            #expect(map["truncated"] == .bool(true))
        }
    }

    @Test("holds the ids of the request, its trace and the decision on each line about one")
    func ids() async throws {
        let environment = ["PORTCULLIS_LOGGING_LEVEL": "debug", "PORTCULLIS_LOGGING_FORMAT": "json"]
        try await Service.with(environment: environment) { service in
            let answer = try await service.decide(
                #"{"session_id":"\#(Self.session)","subject":{"email":"j@example.com"}}"#,
                headers: ["traceparent": "00-\(Self.trace)-00f067aa0ba902b7-01"])
            let decided = try #require(await service.errors.line(containing: #""decided""#))
            let asked = try #require(await service.errors.line(containing: #""vendor asked""#))
            let lines = [decided, asked].map { TestClient.Answer(body: Array($0.utf8)) }
            #expect(lines[0].text("decision_id") == answer.text("id"))
            for line in lines {
                #expect(line.text("trace_id") == Self.trace)
                #expect(line.text("request_id")?.isEmpty == false)
                #expect(line.text("request_id") == lines[0].text("request_id"))
            }
            for secret in [Self.session, "j@example.com", "sk_test"] {
                #expect(!service.errors.text.contains(secret))
            }
            for text in service.errors.text.split(separator: "\n") {
                #expect((try? Value(json: Array(text.utf8))) != nil, "\(text)")
            }
        }
    }

    @Test("is for people when that is asked for on the command line")
    func text() async throws {
        let environment = ["PORTCULLIS_LOGGING_FORMAT": "json"]
        try await Folder.with { folder in
            let process = Binary.process(
                ["serve", "--simulate", "--log-format", "text"],
                environment: environment.merging([
                    "PORTCULLIS_SERVER_PORT": "0", "PORTCULLIS_LOG_DIRECTORY": folder.path,
                ]) { $1 })
            let errors = Pipe()
            process.standardError = errors
            process.standardOutput = FileHandle.nullDevice
            let ends = Binary.end(of: process)
            try process.run()
            let lines = Lines(errors.fileHandleForReading)
            #expect(await lines.line(containing: "] ready") != nil)
            process.terminate()
            #expect(await ends.first { _ in true } == 0)
            #expect(!lines.text.contains("{\"time\""))
        }
    }

    @Test("doesn't stop the service when nobody reads it")
    func unread() async throws {
        try await Folder.with { folder in
            let environment = [
                "PORTCULLIS_SERVER_PORT": "0", "PORTCULLIS_LOG_DIRECTORY": folder.path,
                "PORTCULLIS_LOGGING_LEVEL": "debug",
            ]
            let process = Binary.process(["serve", "--simulate"], environment: environment)
            let (errors, output) = (Pipe(), Pipe())
            process.standardError = errors
            process.standardOutput = output
            let ends = Binary.end(of: process)
            try process.run()
            // The banner says where; standard error is never read.
            let banner = try #require(
                await Lines(output.fileHandleForReading).line(containing: "Portcullis answers at"))
            let port = try #require(banner.firstMatch(of: /127\.0\.0\.1:(\d+)/).flatMap { Int($0.1) })
            let client = TestClient(port: port)
            // A pipe holds 64 KiB.
            for _ in 0..<400 {
                let answer = try await client.send(
                    "POST", "/v1/decisions", ["Content-Type": "application/json"],
                    body: #"{"session_id":"\#(Self.session)"}"#)
                #expect(answer.status == 200)
            }
            let metrics = try await client.send("GET", "/metrics").text
            #expect(metrics.contains(/portcullis_stderr_lines_dropped_total [1-9]/))
            kill(process.processIdentifier, SIGKILL)
            _ = await ends.first { _ in true }
            _ = errors
        }
    }

    @Test("can't show what holds a secret or a person's data, however it is put into a text")
    func discreet() throws {
        let session = try #require(SessionID(routing: Self.session))
        let request = DecisionRequest(sessions: [session], sealedToken: "a-token")
        let sealed = SealedEvidence(token: "a-token", use: .first, maxAge: .zero, now: 0)
        let proxied = try CurlClient.Configuration(proxy: "http://user:a-token@proxy:1")
        let setting = SettingValue(text: "a-token", source: .standard)
        for value in [session, request, sealed, proxied, setting] as [any Discreet] {
            var dumped = ""
            dump(value, to: &dumped)
            dump([value], to: &dumped)
            for text in ["\(value)", String(reflecting: value), "\([value])", "\(Optional(value) as Any)", dumped] {
                #expect(!text.contains("a-token") && !text.contains(Self.session), "\(text)")
            }
        }
    }
}
