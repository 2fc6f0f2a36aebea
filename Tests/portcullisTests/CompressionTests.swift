import CEL
import Foundation
import TestSupport
import Testing

@Suite("With log.compression: gzip", .timeLimit(.minutes(3)))
struct CompressionTests {
    private static let environment = [
        "PORTCULLIS_LOG_COMPRESSION": "gzip", "PORTCULLIS_LOG_ROTATION_MAX_BYTES": "65536",
    ]

    private static func files(_ folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix("decisions") }.sorted()
    }

    /// Waits until the service has compressed all closed files.
    private static func compressed(_ folder: URL) async throws -> [String] {
        while true {
            let names = try files(folder)
            if names.allSatisfy({ $0.hasSuffix(".ndjson.gz") || $0 == "decisions.ndjson" }) { return names }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    private static func output(_ arguments: [String]) async throws -> String {
        let result = try await Binary.run(arguments)
        #expect(result.status == 0, "\(arguments): \(result.errors)")
        return result.output
    }

    @Test("closed files are, and all that reads the log goes on as before")
    func roundTrip() async throws {
        try await Folder.with { folder in
            let key = folder.appending(path: "key").path
            _ = try await Self.output(["log", "key", "generate", "--name", "log", key])
            let environment = Self.environment.merging([
                "PORTCULLIS_CACHE_MAX_BYTES": "0", "PORTCULLIS_LOG_CHECKPOINT_KEY_FILE": key,
            ]) { $1 }
            let log = folder.appending(path: "log")
            let service = try await Service.start(environment: environment, logDirectory: log)
            let body = #"{"session_id":"sid_c1ean000000000000000000101"}"#
            let first = try await service.decide(body, headers: ["Idempotency-Key": "first"])
            let id = try #require(first.text("id"))
            try await PolicyReplayCommandTests.decideAll(service)
            let names = try await Self.compressed(log)
            #expect(names.count > 2)

            let show = try await Self.output(["log", "show", id, log.path])
            #expect(show.contains(id))
            let found = try await service.client.send("GET", "/v1/decisions/\(id)")
            #expect(found.body == first.body)
            // Counted once the last original's end is synced.
            let line = #"portcullis_log_compressions_total{result="compressed"} \#(names.count - 1)"# + "\n"
            while try await !service.client.send("GET", "/metrics").text.contains(line) {
                try await Task.sleep(for: .milliseconds(5))
            }
            let ready = try await service.client.send("GET", "/readyz")
            #expect(ready.text("components", "log_compression", "status") == "ok")

            // Beside the service, and after kill -9.
            for isRunning in [true, false] {
                #expect(try await Self.output(["log", "verify", log.path]).contains("good"))
                if isRunning {
                    service.kill()
                    _ = await service.end()
                }
            }
            for script in ["verify_log.py", "verify_chain.py"] {
                let path = Binary.package.appending(path: "docs/\(script)").path
                let result = try await Binary.run(
                    [path, log.path], executable: URL(filePath: "/usr/bin/python3"))
                #expect(result.status == 0, "\(result.output)\(result.errors)")
            }
            let replay = TestClient.Answer(
                body: Array(
                    try await Self.output([
                        "policy", "replay", "--format", "json", "--log", log.path, "--fail-over", "0%",
                    ])
                    .utf8))
            #expect(replay.value("changed") == .int(0) && replay.value("not_replayed", "count") == .int(0))
            let count = try await Self.output(["log", "query", "--count", log.path])
            #expect(replay.value("decisions").map { "\($0)\n".contains(count) } != nil && !count.hasPrefix("0"))
            let proof = folder.appending(path: "proof").path
            try await Self.output(["log", "prove", id, log.path]).write(
                toFile: proof, atomically: true, encoding: .utf8)
            #expect(try await Self.output(["policy", "explain", id, "--log", log.path]).contains("allow"))

            // A start knows the record and its key again, from a compressed file.
            let again = try await Service.start(environment: environment, logDirectory: log)
            let repeated = try await again.decide(body, headers: ["Idempotency-Key": "first"])
            #expect(repeated.body == first.body && repeated.headers["idempotency-replayed"] == "true")
            again.terminate()
            #expect(await again.end() == 0)
            _ = try await Self.output(["log", "verify", log.path])
        }
    }

    @Test("a file of simulated decisions takes less than a tenth, and SIGHUP is enough to have it compressed")
    func size() async throws {
        let environment = ["PORTCULLIS_LOG_COMPRESSION": "gzip", "PORTCULLIS_CACHE_MAX_BYTES": "0"]
        try await Service.with(environment: environment) { service in
            for _ in 0..<5 { try await PolicyReplayCommandTests.decideAll(service) }
            let before = try Data(contentsOf: service.logDirectory.appending(path: "decisions.ndjson"))
            let records = before.split(separator: 0x0A).count
            kill(service.processID, SIGHUP)
            #expect(await service.errors.line(containing: "decision log rotated") != nil)
            let name = try #require(try await Self.compressed(service.logDirectory).first)
            let after = try Data(contentsOf: service.logDirectory.appending(path: name))
            print(
                "compressed: \(after.count / records) bytes a record of \(before.count / records), in \(records) records"
            )
            #expect(after.count * 10 < before.count)
        }
    }

    @Test(
        "and a full disk, they stay as they are, readyz says so, and a start with space compresses them",
        .enabled("needs root, and a machine that lets it mount a tmpfs") { await SmallDisk.tmpfs.isPossible() })
    func full() async throws {
        try await SmallDisk.tmpfs.with { disk in
            let log = disk.appending(path: "log")
            let service = try await Service.start(environment: Self.environment, logDirectory: log)
            let filler = try SmallDisk.fill(disk, leaving: 110_000)
            // Until a file is closed and no further: what is left of the disk isn't much.
            while try Self.files(log).count < 2 {
                #expect(try await service.decide(session: "sid_c1ean000000000000000000101").status == 200)
            }
            var ready = try await service.client.send("GET", "/readyz")
            while ready.text("components", "log_compression", "status") != "degraded" {
                try await Task.sleep(for: .milliseconds(5))
                ready = try await service.client.send("GET", "/readyz")
            }
            #expect(ready.status == 200)
            #expect(ready.text("components", "log_compression", "reason")?.contains("bytes are free") == true)
            #expect(try Self.files(log).allSatisfy { $0.hasSuffix(".ndjson") })
            service.terminate()
            #expect(await service.end() == 0)
            try FileManager.default.removeItem(at: filler)
            let again = try await Service.start(environment: Self.environment, logDirectory: log)
            #expect(try await Self.compressed(log).count == 2)
            again.kill()
            _ = await again.end()
            _ = try await Self.output(["log", "verify", log.path])
        }
    }
}
