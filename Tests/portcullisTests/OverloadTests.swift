import Foundation
import Simulator
import TestSupport
import Testing

/// `Benchmarks/overload.sh` does the same for a minute, with a rate that doesn't follow the answers.
@Suite("A service with more to do than it can")
struct OverloadTests {
    private struct Outcome: Sendable {
        let status: Int?
        let code: String?
        let duration: Duration
    }

    /// Callers that ask again as soon as they are answered.
    private static func load(_ service: Service, callers: Int, requests: Int) async throws -> [Outcome] {
        let slow = Catalogue.scenarios(of: .verisoul).first { $0.name == "slow" }?.id ?? ""
        return try await withThrowingTaskGroup(of: [Outcome].self) { group in
            for _ in 0..<callers {
                group.addTask {
                    var outcomes: [Outcome] = []
                    for _ in 0..<requests {
                        let start = ContinuousClock.now
                        let answer = try await service.decide(session: slow)
                        outcomes.append(
                            Outcome(status: answer.status, code: answer.text("code"), duration: .now - start))
                    }
                    return outcomes
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }

    private static func residentBytes(_ service: Service) async throws -> Double {
        let text = try await service.client.send("GET", "/metrics").text
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("process_resident_memory_bytes ") })
        return try #require(line.split(separator: " ").last.flatMap { Double($0) })
    }

    @Test(
        "answers what it accepts by the deadline, refuses the rest at once, and doesn't grow", .timeLimit(.minutes(1)))
    func overload() async throws {
        // Each accepted request takes its whole deadline.
        let environment = [
            "PORTCULLIS_SERVER_MAX_REQUESTS_IN_FLIGHT": "4", "PORTCULLIS_DECISION_DEADLINE_MS": "600",
        ]
        try await Service.with(environment: environment) { service in
            _ = try await Self.load(service, callers: 64, requests: 2)
            let before = try await Self.residentBytes(service)
            let outcomes = try await Self.load(service, callers: 64, requests: 5)
            let accepted = outcomes.filter { $0.status == 200 }
            let refused = outcomes.filter { $0.status == 503 && $0.code == "overloaded" }
            #expect(accepted.count >= 4)
            #expect(accepted.count + refused.count == outcomes.count)
            #expect(refused.count > accepted.count)
            // With what a busy machine and these callers take themselves.
            #expect(accepted.allSatisfy { $0.duration < .seconds(5) })
            if !Memory.isSanitized {
                let durations = refused.map(\.duration).sorted()
                #expect(durations[durations.count / 2] < .milliseconds(300))
                #expect(try await Self.residentBytes(service) < before + 32 * 1024 * 1024)
            }
            #expect(try await service.decide(session: "sid_c1ean000000000000000000101").status == 200)
        }
    }
}
