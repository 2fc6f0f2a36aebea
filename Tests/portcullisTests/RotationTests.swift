import Foundation
import TestSupport
import Testing

@Suite("A new file of the log", .timeLimit(.minutes(1)))
struct RotationTests {
    private func metric(_ service: Service, _ result: String) async throws -> Int {
        let text = try await service.client.send("GET", "/metrics").body
        let name = #"portcullis_log_rotations_total{result="\#(result)"} "#
        let line = try #require(
            String(decoding: text, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix(name) })
        return try #require(Int(line.dropFirst(name.count)))
    }

    @Test(
        "that can't be begun is told by readyz until it can, by a line at the begin and one at the end, and stops no decision"
    )
    func fails() async throws {
        try await Service.with(environment: ["PORTCULLIS_LOG_ROTATION_MAX_BYTES": "65536"]) { service in
            var ready = try await service.client.send("GET", "/readyz")
            #expect(ready.text("components", "log_rotation", "status") == "ok")
            // Something that no file can take the place of.
            let obstacle = service.logDirectory.appending(path: "decisions.next")
            try FileManager.default.createDirectory(
                at: obstacle.appending(path: "inside"), withIntermediateDirectories: true)
            while ready.text("components", "log_rotation", "status") != "degraded" {
                #expect(try await service.decide(session: "sid_c1ean000000000000000000101").status == 200)
                ready = try await service.client.send("GET", "/readyz")
            }
            let begin = "decision log can't begin a new file"
            let line = await service.errors.line(containing: begin)
            #expect(line?.contains("warning") == true && line?.contains("decisions.next") == true)
            #expect(ready.status == 200)
            #expect(try await metric(service, "rotated") == 0)
            // It is tried again, and only the first failure has a line.
            while try await metric(service, "failed") < 2 {
                #expect(try await service.decide(session: "sid_c1ean000000000000000000101").status == 200)
            }
            let reason = try #require(ready.text("components", "log_rotation", "reason"))
            #expect(reason.contains("no new file has been begun since") && reason.contains("decisions.next"))
            try FileManager.default.removeItem(at: obstacle)
            while ready.text("components", "log_rotation", "status") != "ok" {
                #expect(try await service.decide(session: "sid_c1ean000000000000000000101").status == 200)
                ready = try await service.client.send("GET", "/readyz")
            }
            #expect(await service.errors.line(containing: "decision log has begun a new file again") != nil)
            #expect(service.errors.text.matches(of: /can't begin a new file/).count == 1)
            #expect(try await metric(service, "rotated") == 1)
        }
    }
}
