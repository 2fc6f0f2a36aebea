import Simulator
import TestSupport
import Testing

@Suite("Answers have the vendors' shape")
struct SchemaTests {
    @Test("Tripwire's sessions are valid by the vendor's schema", .enabled(if: isAtHand, Self.absent))
    func tripwireSessions() async throws {
        let document = try #require(try Files.json("tripwire/openapi-session.json"))
        let schema = JSONSchema(document: document)
        let root = try #require(document["components", "schemas", "SessionDetailResponse"])
        let deviating = ["other-session", "no-decision", "new-values", "old-schema", "all-null", "new-fields"]
        try await withSimulation { simulation in
            for scenario in Catalogue.scenarios(of: .tripwire) where !deviating.contains(scenario.name) {
                guard scenario.number < 400 || scenario.name == "nulls" else { continue }
                let answer = try await simulation.json(.tripwire, scenario.id)
                #expect(schema.problems(answer, root) == [], "\(scenario.name)")
            }
            for index in 0..<100 {
                let answer = try await simulation.json(.tripwire, derivedID(.tripwire, index))
                #expect(schema.problems(answer, root) == [])
            }
            for name in deviating.dropFirst() {
                let answer = try await simulation.json(.tripwire, sample(.tripwire, name))
                #expect(schema.problems(answer, root) != [], "\(name) was to deviate")
            }
        }
    }

    @Test("Tripwire's errors are valid by the vendor's schema", .enabled(if: isAtHand, Self.absent))
    func tripwireErrors() async throws {
        let document = try #require(try Files.json("tripwire/openapi-session.json"))
        let schema = JSONSchema(document: document)
        let root = try #require(document["components", "schemas", "ApiErrorEnvelope"])
        try await withSimulation { simulation in
            for name in ["unauthorized", "forbidden", "not-found", "rejected", "rate-limited", "server-error"] {
                let answer = try await simulation.json(.tripwire, sample(.tripwire, name))
                #expect(schema.problems(answer, root) == [], "\(name)")
            }
        }
    }

    @Test("Verisoul's sessions have the keys and types of the vendor's example", .enabled(if: isAtHand, Self.absent))
    func verisoulSessions() async throws {
        let example = try #require(try Files.json("verisoul/session.json"))
        try await withSimulation { simulation in
            let samples = Catalogue.scenarios(of: .verisoul).filter { $0.number < 400 }.map(\.id)
            for id in samples + (0..<100).map({ derivedID(.verisoul, $0) }) {
                let answer = try await simulation.json(.verisoul, id)
                #expect(answer.shape == example.shape, "\(id)")
            }
        }
    }

    @Test("Verisoul answers an unknown session as the vendor's example does", .enabled(if: isAtHand, Self.absent))
    func verisoulNotFound() async throws {
        let example = try #require(try Files.json("verisoul/error-400-session-not-found.json"))
        try await withSimulation { simulation in
            let answer = try await simulation.json(.verisoul, sample(.verisoul, "not-found"))
            #expect(answer == example)
            let malformed = try await simulation.json(.verisoul, "not-a-uuid")
            #expect(malformed == example)
        }
    }

    private static let absent: Comment = "the vendors' schemas and examples aren't beside the package"
}

/// Whether the vendors' files are beside the package.
private let isAtHand = Files.fixture("tripwire/openapi-session.json") != nil
