import Simulator
import TestSupport
import Testing

@Suite("Sessions that aren't in the catalogue")
struct DerivedSessionTests {
    /// What differs between two simulators: instants follow from their start, request IDs from the call.
    private static let changing: Set<String> = [
        "request_id", "meta", "created_at", "start_time", "evaluated_at", "identified_at", "first_seen_at",
        "last_seen_at",
    ]

    @Test("The same ID gives the same session, from any simulator", arguments: Vendor.allCases)
    func deterministic(vendor: Vendor) async throws {
        let fetch: @Sendable (Simulation) async throws -> [JSONTree] = { simulation in
            var answers: [JSONTree] = []
            for index in 0..<20 {
                answers.append(try await simulation.json(vendor, derivedID(vendor, index)).without(Self.changing))
            }
            return answers
        }
        let first = try await withSimulation { try await fetch($0) + fetch($0) }
        let second = try await withSimulation { try await fetch($0) + fetch($0) }
        #expect(first == second)
        #expect(Array(first.prefix(20)) == Array(first.suffix(20)))
    }

    @Test("Of many Tripwire IDs most are people, some behind a VPN, some uncertain, few programs")
    func tripwireMixture() async throws {
        let counts = try await withSimulation { simulation in
            var counts: [String: Int] = [:]
            for index in 0..<400 {
                let json = try await simulation.json(.tripwire, derivedID(.tripwire, index))
                if case .string(let status)? = json["data", "decision", "automation_status"] {
                    counts[status, default: 0] += 1
                }
                if json["data", "network", "anonymity", "vpn"] == .bool(true) { counts["vpn", default: 0] += 1 }
            }
            return counts
        }
        #expect((320...380).contains(counts["human", default: 0]))
        #expect((10...60).contains(counts["vpn", default: 0]))
        #expect((10...60).contains(counts["uncertain", default: 0]))
        #expect((4...40).contains(counts["automated", default: 0]))
    }

    @Test("Of many Verisoul IDs most are clean, some behind a VPN, few risky devices")
    func verisoulMixture() async throws {
        let counts = try await withSimulation { simulation in
            var counts: [String: Int] = [:]
            for index in 0..<400 {
                let json = try await simulation.json(.verisoul, derivedID(.verisoul, index))
                for key in ["vpn", "device_risk"] where json["risk_signals", key] == .bool(true) {
                    counts[key, default: 0] += 1
                }
            }
            return counts
        }
        #expect((10...60).contains(counts["vpn", default: 0]))
        #expect((4...40).contains(counts["device_risk", default: 0]))
    }
}

/// A well-formed ID that isn't in the catalogue.
func derivedID(_ vendor: Vendor, _ index: Int) -> String {
    let digits = String(index)
    return switch vendor {
    case .tripwire: "sid_fresh" + String(repeating: "0", count: 21 - digits.count) + digits
    case .verisoul: "d0000000-0000-4000-9000-" + String(repeating: "0", count: 12 - digits.count) + digits
    }
}
