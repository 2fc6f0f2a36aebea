import Foundation
import Simulator
import TestSupport
import Testing

@Suite("Counts of calls")
struct CallsTests {
    @Test("Calls are counted by vendor and session, refused ones too, and told over HTTP the same")
    func counts() async throws {
        try await withSimulation { simulation in
            let clean = try sample(.tripwire, "clean")
            _ = try await simulation.fetch(.tripwire, clean)
            _ = try await simulation.fetch(.tripwire, clean)
            _ = try await simulation.client.send("GET", "/v1/sessions/\(clean)")
            _ = try await simulation.fetch(.tripwire, "sid_short")
            _ = try await simulation.fetch(.verisoul, sample(.verisoul, "closed"))
            let calls = simulation.simulator.calls
            #expect(calls.tripwire.total == 4 && calls.tripwire.of(clean) == 3 && calls.tripwire.unlisted == 1)
            #expect(calls.verisoul.total == 1)
            let told = try await simulation.client.send("GET", "/_simulator/calls")
            #expect(try JSONDecoder().decode(Calls.self, from: Data(told.body)) == calls)
        }
    }

    @Test("The list of counted sessions has a limit; what is beyond it is counted together")
    func bounded() async throws {
        try await withSimulation {
            $0.maxCountedSessions = 3
        } _: { simulation in
            for index in [0, 1, 2, 3, 4, 0] {
                _ = try await simulation.fetch(.verisoul, derivedID(.verisoul, index))
            }
            let calls = simulation.simulator.calls.verisoul
            #expect(calls.total == 6 && calls.sessions.count == 3 && calls.unlisted == 2)
            #expect(calls.of(derivedID(.verisoul, 0)) == 2)
        }
    }

    @Test("A reset sets counts to zero and stateful sessions to their first answer")
    func reset() async throws {
        try await withSimulation { simulation in
            let id = try sample(.verisoul, "down-once")
            _ = try await simulation.fetch(.verisoul, id)
            let reset = try await simulation.client.send("POST", "/_simulator/reset")
            #expect(reset.status == 204)
            #expect(simulation.simulator.calls == Calls())
            let again = try await simulation.fetch(.verisoul, id)
            #expect(again.status == 503)
        }
    }
}
