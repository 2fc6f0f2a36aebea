import CEL
import Simulator
import TestSupport
import Testing

@Suite("Every sample session gives the documented decision")
struct CatalogueTests {
    /// One service for all, asked at the same time, each session as often as its row says. Without a cache, so that
    /// each call is the next step of a session that changes, and no step has to wait for an answer's time to live.
    @Test("from the running service, with the sample policy", .timeLimit(.minutes(3)))
    func decisions() async throws {
        try await Service.with(environment: ["PORTCULLIS_CACHE_MAX_BYTES": "0"]) { service in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for scenario in Catalogue.all {
                    group.addTask { try await Self.check(scenario, service) }
                    // All at once are too many for one deadline under a sanitizer.
                    if Memory.isSanitized { try await group.next() }
                }
                try await group.waitForAll()
            }
        }
    }

    private static func check(_ scenario: Scenario, _ service: Service) async throws {
        for (index, expected) in scenario.expected.enumerated() {
            let answer = try await service.decide(session: scenario.id)
            let label =
                "\(scenario.vendor.rawValue) \(scenario.number) \(scenario.name), call \(index + 1): \(answer.text)"
            #expect(answer.status == 200, "\(label)")
            #expect(answer.text("decision") == expected.decision.rawValue, "\(label)")
            #expect(answer.value("degraded") == .bool(expected.degraded), "\(label)")
            #expect(answer.text("providers", scenario.vendor.rawValue, "status") == expected.cause, "\(label)")
        }
    }

    @Test("and any other well-formed session gives one that stays the same")
    func derived() async throws {
        try await Service.with { service in
            for id in ["sid_abcdefghjkmnpqrstvwxyz0123", "0f8fad5b-d9cb-469f-a165-70867728950e"] {
                let first = try await service.decide(session: id)
                let second = try await service.decide(session: id)
                #expect(first.status == 200)
                #expect(first.text("decision") == second.text("decision"))
                #expect(first.value("degraded") == .bool(false))
            }
        }
    }
}
