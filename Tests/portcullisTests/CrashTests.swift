import Foundation
import Simulator
import Synchronization
import TestSupport
import Testing

@Suite("What a caller received is on the log")
struct CrashTests {
    /// Rounds of `kill -9` under load on one log directory; `CRASH_ROUNDS` makes it more.
    @Test("whenever the process is killed", .timeLimit(.minutes(5)))
    func killed() async throws {
        let rounds = ProcessInfo.processInfo.environment["CRASH_ROUNDS"].flatMap { Int($0) } ?? 5
        try await Folder.with { folder in
            var received: [[UInt8]] = []
            for round in 1...rounds {
                let challenger = Binary.package.appending(path: "Config/policies").path
                let service = try await Service.start(
                    environment: ["PORTCULLIS_POLICY_CHALLENGER_DIRECTORY": challenger], logDirectory: folder)
                received += await Self.load(service, until: 40 * round)
                #expect(await service.end() == -SIGKILL)
            }
            let verified = try await Binary.run(["log", "verify", folder.path])
            #expect(verified.status == 0, "\(verified.errors)")
            let lines = try Data(contentsOf: folder.appending(path: "decisions.ndjson")).split(separator: 0x0A)
            let logged = Set(lines.compactMap { try? DecisionTests.decision(in: Array($0)) })
            #expect(received.count >= 40 * rounds)
            #expect(Set(received).count == received.count)
            #expect(received.filter { !logged.contains($0) }.isEmpty)
        }
    }

    /// Asks from many tasks at once, kills the service in the middle of it, and gives the answers that came back whole.
    private static func load(_ service: Service, until count: Int) async -> [[UInt8]] {
        let received = Received()
        await withTaskGroup(of: Void.self) { group in
            for worker in 0..<16 {
                group.addTask {
                    for number in 0..<10_000 {
                        let id = String(format: "00000000-0000-4000-8000-%012x", 0x1000 + worker * 10_000 + number % 50)
                        guard let answer = try? await service.decide(session: id) else { return }
                        guard answer.status == 200, answer.isComplete else { return }
                        if received.add(answer.body) == count { service.kill() }
                    }
                }
            }
        }
        return received.bodies
    }

    @Test("also when it is asked to stop: requests under way are answered first, and the exit is 0")
    func stopped() async throws {
        let slow = Catalogue.scenarios(of: .verisoul).first { $0.name == "slow" }?.id ?? ""
        try await Folder.with { folder in
            let service = try await Service.start(
                environment: ["PORTCULLIS_DECISION_DEADLINE_MS": "700"], logDirectory: folder)
            async let pending = service.decide(session: slow)
            // The vendor has been asked once the simulator has counted the call; that is on another port, so the
            // request's effect here is awaited by a second one on the same path.
            _ = try await service.decide(session: "00000000-0000-4000-8000-000000000101")
            service.terminate()
            let answer = try await pending
            #expect(answer.status == 200)
            #expect(answer.text("providers", "verisoul", "status") == "timeout")
            #expect(await service.end() == 0)
            let lines = try service.logLines()
            #expect(try DecisionTests.decision(in: #require(lines.last)) == answer.body)
        }
    }

    @Test(
        "and if it can't be logged, it isn't given: 503 while the disk is full, and readyz says why",
        .disabled(
            if: Memory.isSanitized, "the sanitizer's own files don't fit the limit that stands in for a full disk"))
    func full() async throws {
        // A limit on the size of files stands in for a full disk: writes beyond it fail as they do there.
        try await Folder.with { folder in
            let script = "ulimit -f 24; trap '' XFSZ; exec \"$0\" serve --simulate"
            let service = try await Service.start(
                shell: script, logDirectory: folder)
            var refused: TestClient.Answer?
            var received = 0
            for number in 0..<200 where refused == nil {
                let id = String(format: "00000000-0000-4000-8000-%012x", 0x9000 + number)
                let answer = try await service.decide(session: id)
                if answer.status == 200 { received += 1 } else { refused = answer }
            }
            #expect(refused?.status == 503)
            #expect(refused?.text("code") == "log_not_writable")
            let ready = try await service.client.send("GET", "/readyz")
            #expect(ready.status == 503)
            #expect(ready.text("components", "log", "status") == "failed")
            #expect(ready.text("components", "log", "reason")?.contains("not writable since") == true)
            service.kill()
            _ = await service.end()
            let decisions = try service.logLines().filter { (try? DecisionTests.decision(in: $0)) != nil }
            #expect(decisions.count == received)
            #expect(try await Binary.run(["log", "verify", folder.path]).status == 0)
        }
    }
}

/// The answers that came back, from all tasks.
private final class Received: Sendable {
    private let answers = Mutex<[[UInt8]]>([])

    var bodies: [[UInt8]] { answers.withLock { $0 } }

    /// How many there are with this one.
    func add(_ body: [UInt8]) -> Int {
        answers.withLock { answers in
            answers.append(body)
            return answers.count
        }
    }
}
