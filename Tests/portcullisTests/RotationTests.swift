import Foundation
import TestSupport
import Testing

@Suite("A new file of the log", .timeLimit(.minutes(1)))
struct RotationTests {
    @Test("that can't be begun is told by readyz until it can, and stops no decision")
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
            #expect(ready.status == 200)
            let reason = try #require(ready.text("components", "log_rotation", "reason"))
            #expect(reason.contains("no new file has been begun since") && reason.contains("decisions.next"))
            try FileManager.default.removeItem(at: obstacle)
            while ready.text("components", "log_rotation", "status") != "ok" {
                #expect(try await service.decide(session: "sid_c1ean000000000000000000101").status == 200)
                ready = try await service.client.send("GET", "/readyz")
            }
        }
    }
}
