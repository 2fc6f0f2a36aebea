import CEL
import Foundation
import TestSupport
import Testing

@Suite("On a full disk", .timeLimit(.minutes(3)))
struct DiskFullTests {
    @Test(
        "in memory, a caller gets 503 until there is space again, and nothing is lost",
        .enabled("needs root, and a machine that lets it mount a tmpfs") { await SmallDisk.tmpfs.isPossible() })
    func memory() async throws { try await fillAndFree(.tmpfs) }

    @Test(
        "with ext4 on a loop device, a caller gets 503 until there is space again, and nothing is lost",
        .enabled("needs root, and a machine that lets it mount a loop device") { await SmallDisk.loop.isPossible() })
    func loopDevice() async throws { try await fillAndFree(.loop) }

    private func fillAndFree(_ kind: SmallDisk) async throws {
        try await kind.with { disk in
            let log = disk.appending(path: "log")
            let challenger = Binary.package.appending(path: "Config/policies").path
            let service = try await Service.start(
                environment: ["PORTCULLIS_POLICY_CHALLENGER_DIRECTORY": challenger], logDirectory: log)
            let filler = try SmallDisk.fill(disk, leaving: 200_000)
            var (received, refused) = try await Self.load(service)
            #expect(!received.isEmpty)
            #expect(refused.status == 503)
            #expect(refused.text("code") == "log_not_writable")
            #expect(refused.headers["retry-after"] == "1")
            // The log's own small record may still fit into what a decision didn't, until there is really nothing left.
            var ready = try await service.client.send("GET", "/readyz")
            while ready.status == 200 {
                _ = try await service.decide(session: "sid_c1ean000000000000000000101")
                ready = try await service.client.send("GET", "/readyz")
            }
            #expect(ready.status == 503)
            #expect(ready.text("components", "log", "reason")?.contains("No space left on device") == true)

            try FileManager.default.removeItem(at: filler)
            // By itself, at the latest a second later.
            while try await service.client.send("GET", "/readyz").status != 200 {}
            for _ in 0..<20 {
                let answer = try await service.decide(session: "sid_c1ean000000000000000000101")
                #expect(answer.status == 200)
                received.append(answer.body)
            }
            service.terminate()
            #expect(await service.end() == 0)
            let verified = try await Binary.run(["log", "verify", log.path])
            #expect(verified.status == 0, "\(verified.errors)")
            let lines = try service.logLines()
            #expect(lines.contains { String(decoding: $0, as: UTF8.self).contains("portcullis.log.resumed.v1") })
            let logged = lines.compactMap { try? DecisionTests.decision(in: $0) }
            #expect(logged.count == Set(logged).count)
            #expect(Set(received).isSubset(of: logged))
            #expect(try Self.trials(lines) == logged.count)
        }
    }

    /// How many decisions have a result of the challenger, or are told as having none.
    private static func trials(_ lines: [[UInt8]]) throws -> Int {
        var count: Int64 = 0
        for record in lines.map({ TestClient.Answer(body: $0) })
        where record.text("type") == "portcullis.challenger.v1" {
            if case .list(let results)? = record.value("data", "results") { count += Int64(results.count) }
            guard case .map(let missing)? = record.value("data", "missing") else { continue }
            for case .int(let number) in missing.entries.map(\.value) { count += number }
        }
        return Int(count)
    }

    /// Asks from several tasks until each was refused. - Returns: the good answers, and one that wasn't.
    private static func load(_ service: Service) async throws -> (received: [[UInt8]], refused: TestClient.Answer) {
        try await withThrowingTaskGroup(of: ([[UInt8]], TestClient.Answer).self) { group in
            for _ in 0..<8 {
                group.addTask {
                    var received: [[UInt8]] = []
                    while true {
                        let answer = try await service.decide(session: "sid_c1ean000000000000000000101")
                        guard answer.status == 200 else { return (received, answer) }
                        received.append(answer.body)
                    }
                }
            }
            var all: (received: [[UInt8]], refused: TestClient.Answer) = ([], .init())
            for try await (received, refused) in group {
                all.received += received
                all.refused = refused
            }
            return all
        }
    }
}
