import Simulator
import TestSupport
import Testing

@Suite("Sample sessions over HTTP")
struct ScenarioTests {
    /// The statuses of successive fetches, where they aren't a 200 each time.
    private static let statuses: [Vendor: [Int: [Int?]]] = {
        let both: [Int: [Int?]] = [
            401: [401], 403: [403], 429: [429, 200], 430: [429], 431: [429], 500: [500], 502: [502],
            503: [503, 200], 523: [503, 503, 200], 703: [nil],
        ]
        let tripwire: [Int: [Int?]] = [404: [404], 414: [404, 200], 422: [422]]
        let verisoul: [Int: [Int?]] = [400: [400], 404: [400]]
        return [.tripwire: both.merging(tripwire) { $1 }, .verisoul: both.merging(verisoul) { $1 }]
    }()

    @Test(
        "Each sample session answers with its status, and begins again after its last answer",
        arguments: Vendor.allCases)
    func statuses(of vendor: Vendor) async throws {
        try await withSimulation { simulation in
            for scenario in Catalogue.scenarios(of: vendor) where scenario.name != "never" {
                let expected = Self.statuses[vendor]?[scenario.number] ?? [200]
                for status in expected + expected {
                    let answer = try await simulation.fetch(vendor, scenario.id)
                    #expect(answer.status == status, "\(vendor) \(scenario.name)")
                }
            }
        }
    }

    @Test("A session names itself, and every call has a request ID of its own", arguments: Vendor.allCases)
    func identity(of vendor: Vendor) async throws {
        try await withSimulation { simulation in
            for scenario in Catalogue.scenarios(of: vendor) where scenario.number < 400 {
                let first = try await simulation.json(vendor, scenario.id)
                let second = try await simulation.json(vendor, scenario.id)
                let id = vendor == .tripwire ? first["data", "id"] : first["session_id"]
                let requests = [first, second].map {
                    vendor == .tripwire ? $0["meta", "request_id"] : $0["request_id"]
                }
                #expect(id == .string(scenario.id))
                #expect(requests[0] != nil && requests[0] != requests[1])
            }
        }
    }

    @Test("A preliminary session is final the second time, then begins again")
    func preliminaryThenFinal() async throws {
        try await withSimulation { simulation in
            let id = try sample(.tripwire, "preliminary-final")
            for expected in ["preliminary", "final", "preliminary", "final"] {
                let json = try await simulation.json(.tripwire, id)
                #expect(json["data", "decision", "decision_status"] == .string(expected))
            }
        }
    }

    @Test("A rate-limited session tells when to ask again, if it does", arguments: Vendor.allCases)
    func retryAfter(of vendor: Vendor) async throws {
        try await withSimulation { simulation in
            let names = ["rate-limited-once": "1", "rate-limited-long": "3600", "rate-limited": nil]
            for (name, expected) in names {
                let answer = try await simulation.fetch(vendor, sample(vendor, name))
                #expect(answer.headers["retry-after"] == expected)
            }
        }
    }

    @Test("Each risk signal of Verisoul can be had alone, with a score to match")
    func verisoulSignals() async throws {
        try await withSimulation { simulation in
            let names = [
                "vpn", "proxy", "tor", "datacenter", "spoofed-ip", "recent-fraud-ip", "impossible-travel",
                "device-network-mismatch", "location-spoofing", "device-risk",
            ]
            for name in names {
                let json = try await simulation.json(.verisoul, sample(.verisoul, name))
                let key = name.replacing("-", with: "_")
                guard case .object(let signals)? = json["risk_signals"] else {
                    Issue.record("no risk_signals")
                    return
                }
                #expect(signals.filter { $0.value == .bool(true) }.map(\.key) == [key])
                #expect(key == "spoofed_ip" || json["risk_signal_scores", key] == .number(0.93))
            }
        }
    }

    @Test("Answers that aren't what was asked for are wrong in one way each", arguments: Vendor.allCases)
    func oddAnswers(of vendor: Vendor) async throws {
        try await withSimulation { simulation in
            let garbage = try await simulation.fetch(vendor, sample(vendor, "garbage"))
            #expect(garbage.text.hasPrefix("<!DOCTYPE html>"))
            let truncated = try await simulation.fetch(vendor, sample(vendor, "truncated"))
            #expect(truncated.isComplete && truncated.text.hasPrefix("{") && !truncated.text.hasSuffix("}"))
            let otherID = try sample(vendor, "other-session")
            let other = try await simulation.json(vendor, otherID)
            let named = vendor == .tripwire ? other["data", "id"] : other["session_id"]
            #expect(named != nil && named != .string(otherID))
        }
    }

    @Test("Tripwire's odd answers lack the decision, hold new values or an older schema")
    func tripwireDrift() async throws {
        try await withSimulation { simulation in
            let none = try await simulation.json(.tripwire, sample(.tripwire, "no-decision"))
            #expect(none["data", "id"] != nil && none["data", "decision"] == nil)
            let new = try await simulation.json(.tripwire, sample(.tripwire, "new-values"))
            #expect(new["data", "decision", "automation_status"] == .string("assisted"))
            let old = try await simulation.json(.tripwire, sample(.tripwire, "old-schema"))
            #expect(old["data", "decision", "risk_score"] == .number(0.94))
        }
    }
}

/// The session ID of the scenario with that name.
func sample(_ vendor: Vendor, _ name: String) throws -> String {
    try #require(Catalogue.scenarios(of: vendor).first { $0.name == name }?.id, "\(name)")
}
