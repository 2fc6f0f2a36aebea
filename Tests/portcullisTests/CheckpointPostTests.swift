import Foundation
import TestSupport
import Testing

@Suite("Checkpoints that are posted")
struct CheckpointPostTests {
    private static let good = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
    private static let bad = "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n"

    private static func key(in folder: URL) async throws -> (path: String, publicKey: String) {
        let path = folder.appending(path: "key").path
        let made = try await Binary.run(["log", "key", "generate", "--name", "example.com/test", path])
        try #require(made.status == 0, "\(made.errors)")
        return (path, String(made.output.dropLast()))
    }

    @Test("come to the URL with the token, the last at the end of the service, and make a kept checkpoint for verify")
    func posted() async throws {
        try await Folder.with { folder in
            let key = try await Self.key(in: folder)
            try await withRawServer { connection in
                while let head = try await connection.request() {
                    let length = head.firstMatch(of: /[Cc]ontent-[Ll]ength: (\d+)/).flatMap { Int($0.1) } ?? 0
                    let body = try await connection.body(bytes: length)
                    try await connection.send(Self.good)
                    connection.tell(head + "\r\n\r\n" + body)
                }
            } body: { server in
                let log = folder.appending(path: "log")
                let service = try await Service.start(
                    environment: [
                        "PORTCULLIS_LOG_CHECKPOINT_KEY_FILE": key.path,
                        "PORTCULLIS_LOG_CHECKPOINT_POST_URL": "http://\(server.authority)/checkpoints",
                        "PORTCULLIS_LOG_CHECKPOINT_POST_TOKEN": "secret-token",
                    ], logDirectory: log)
                #expect(try await service.decide(session: "sid_c1ean000000000000000000101").status == 200)
                service.terminate()
                #expect(await service.end() == 0)
                let request = try #require(await server.next())
                #expect(request.hasPrefix("POST /checkpoints HTTP/1.1\r\n"))
                #expect(request.contains("Authorization: Bearer secret-token") && request.contains("text/plain"))
                let note = try #require(request.components(separatedBy: "\r\n\r\n").last)
                #expect(note.hasPrefix("example.com/test\n3\n"))
                let kept = folder.appending(path: "kept")
                try note.write(to: kept, atomically: true, encoding: .utf8)
                let verified = try await Binary.run([
                    "log", "verify", "--key", key.publicKey, "--from-checkpoint", kept.path, log.path,
                ])
                #expect(verified.status == 0, "\(verified.errors)")
            }
        }
    }

    @Test("are tried again until they are there; readyz says so meanwhile, and decisions go on")
    func retried() async throws {
        try await Folder.with { folder in
            let key = try await Self.key(in: folder)
            try await withRawServer { connection in
                while let head = try await connection.request() {
                    _ = try await connection.body(
                        bytes: head.firstMatch(of: /[Cc]ontent-[Ll]ength: (\d+)/).flatMap { Int($0.1) } ?? 0)
                    connection.tell("asked")
                    try await connection.send(Self.bad)
                }
            } body: { server in
                let service = try await Service.start(
                    environment: [
                        "PORTCULLIS_LOG_CHECKPOINT_KEY_FILE": key.path,
                        "PORTCULLIS_LOG_CHECKPOINT_MAX_RECORDS": "1",
                        "PORTCULLIS_LOG_CHECKPOINT_POST_URL": "http://\(server.authority)",
                    ], logDirectory: folder.appending(path: "log"))
                _ = await server.next()
                // The second attempt: what came of the first is known.
                _ = await server.next()
                let ready = try await service.client.send("GET", "/readyz")
                #expect(ready.status == 200)
                #expect(ready.text("components", "checkpoint_post", "status") == "degraded")
                #expect(ready.text("components", "checkpoint_post", "reason")?.contains("status 500") == true)
                #expect(ready.text("components", "checkpoints", "status") == "ok")
                #expect(try await service.decide(session: "sid_c1ean000000000000000000101").status == 200)
                service.terminate()
                #expect(await service.end() == 0)
            }
        }
    }

    @Test(
        "that can't be written to their copy are told by readyz, and stop no decision and no end",
        arguments: ["missing/copy", "fifo"])
    func copyFails(copy: String) async throws {
        try await Folder.with { folder in
            let key = try await Self.key(in: folder)
            let made = unsafe mkfifo(folder.appending(path: "fifo").path, 0o600)
            #expect(made == 0)
            let environment = [
                "PORTCULLIS_LOG_CHECKPOINT_KEY_FILE": key.path, "PORTCULLIS_LOG_CHECKPOINT_MAX_RECORDS": "1",
                "PORTCULLIS_LOG_CHECKPOINT_COPY_FILE": folder.appending(path: copy).path,
            ]
            let service = try await Service.start(
                environment: environment, logDirectory: folder.appending(path: "log"))
            var ready = TestClient.Answer()
            // The checkpoint is made after the answer.
            while ready.text("components", "checkpoints", "status") != "degraded" {
                #expect(try await service.decide(session: "sid_c1ean000000000000000000101").status == 200)
                ready = try await service.client.send("GET", "/readyz")
            }
            #expect(ready.status == 200)
            let reason = try #require(ready.text("components", "checkpoints", "reason"))
            #expect(reason.contains("not written since") && reason.contains(copy))
            service.terminate()
            #expect(await service.end() == 0)
        }
    }
}
