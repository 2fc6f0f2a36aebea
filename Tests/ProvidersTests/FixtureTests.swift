import CEL
import Foundation
import Testing
import Upstream

@testable import Providers

@Suite("The vendors' own examples", .enabled(if: Fixtures.arePresent, "../shared/fixtures isn't there"))
struct FixtureTests {
    @Test("Tripwire's golden session")
    func tripwireGolden() throws {
        let facts = try #require(
            try Answers.tripwire(
                Answers.response(200, Fixtures.bytes("tripwire/session-golden.json")),
                session: "sid_0123456789abcdefghjkmnpqrs"
            ).answer)
        #expect(facts.drift.isEmpty)
        #expect(facts.finality == .final)
        #expect(facts.requestID == "req_0123456789abcdef0123456789abcdef")
        #expect(facts.signals[.automationRiskScore] == .int(94))
        #expect(facts.signals[.automationAutomated] == .bool(true))
        #expect(facts.signals[.automationDefinitive] == .bool(true))
        #expect(facts.signals[.automationVerifiedBot] == .bool(true))
        #expect(facts.signals[.networkVPN] == .bool(true))
        #expect(facts.signals[.networkTor] == .bool(false))
        #expect(facts.signals[.deviceTampered] == .bool(true))
        #expect(facts.signals[.deviceEmulated] == .bool(false))
        #expect(facts.signals[.identitySeenCount] == .double(14))
        #expect(facts.signals[.networkCountryCode] == .string("US"))
    }

    @Test("Tripwire's documentation example, nonsense included")
    func tripwireExample() throws {
        let facts = try #require(
            try Answers.tripwire(
                Answers.response(200, Fixtures.bytes("tripwire/session.json")),
                session: "sid_87wfetm98myh9awj0dpt28a3kc"
            ).answer)
        #expect(facts.finality == .preliminary)
        #expect(facts.signals[.deviceRooted] == .bool(true))
        #expect(facts.signals[.automationStatus] == .string("automated"))
    }

    @Test("Verisoul's example")
    func verisoulExample() throws {
        let facts = try #require(
            try Answers.verisoul(
                Answers.response(200, Fixtures.bytes("verisoul/session.json")),
                session: "56f9a065-1583-48af-a5c4-cd5921b21a12"
            ).answer)
        #expect(facts.drift.isEmpty)
        #expect(facts.finality == nil)
        #expect(facts.requestID == "7c1fb7c5-8e5f-43f0-b35e-56b9698dac0f")
        #expect(facts.signals[.networkVPN] == .bool(false))
        #expect(facts.signals[.deviceRiskScore] == .double(0.3971))
        #expect(facts.signals[.identityAccountCount] == .int(1))
        #expect(facts.signals[.behaviourInteractionCount] == .double(87))
    }

    @Test("every field of the golden session is one that a policy can read, at its declared type")
    func everyField() throws {
        let json = try Value(json: Fixtures.bytes("tripwire/session-golden.json"))
        guard case .map(let root) = json, let data = root["data"] else {
            Issue.record("no data")
            return
        }
        let facts = try #require(
            try Answers.tripwire(
                Answers.response(200, Fixtures.bytes("tripwire/session-golden.json")),
                session: "sid_0123456789abcdefghjkmnpqrs"
            ).answer)
        #expect(Self.missing(data, in: .record(facts.record), path: "tripwire").isEmpty)
    }

    /// The paths that the JSON holds and the value doesn't.
    private static func missing(_ json: Value, in value: Value?, path: String) -> [String] {
        switch (json, value) {
        case (.null, _): []
        case (.map(let map), .record(let record)):
            map.entries.flatMap { entry -> [String] in
                guard case .string(let name) = entry.key else { return [] }
                return missing(entry.value, in: record[name], path: "\(path).\(name)")
            }
        case (.list(let elements), .list(let values)):
            elements.count == values.count ? [] : [path]
        case (_, nil): [path]
        default: []
        }
    }

    @Test(
        "the vendors' errors",
        arguments: [
            ("tripwire/errors/not-found.json", 404, "not_found", "request.not_found"),
            ("tripwire/errors/invalid-api-key.json", 401, "unauthorized", "auth.invalid_api_key"),
            ("tripwire/errors/missing-api-key.json", 401, "unauthorized", "auth.missing_api_key"),
            ("tripwire/errors/validation-error.json", 422, "rejected", "request.validation_failed"),
            ("verisoul/error-400-session-not-found.json", 400, "not_found", nil),
        ] as [(String, Int, String, String?)])
    func errors(file: String, status: Int, cause: String, code: String?) throws {
        let response = Answers.response(status, try Fixtures.bytes(file))
        let failure =
            file.hasPrefix("tripwire") ? try Answers.tripwire(response).failure : try Answers.verisoul(response).failure
        #expect(failure?.cause.rawValue == cause)
        #expect(failure?.code == code)
    }

    @Test("what goes to the log holds no address, user agent, account or place")
    func evidence() throws {
        for facts in [
            try Answers.tripwire(
                Answers.response(200, Fixtures.bytes("tripwire/session-golden.json")),
                session: "sid_0123456789abcdefghjkmnpqrs"
            ).answer,
            try Answers.verisoul(
                Answers.response(200, Fixtures.bytes("verisoul/session.json")),
                session: "56f9a065-1583-48af-a5c4-cd5921b21a12"
            ).answer,
        ] {
            let text = String(decoding: try #require(facts?.evidenceJSON), as: UTF8.self)
            for personal in [
                "203.0.113.9", "2600:1700", "Mozilla", "john-doe", "Austin", "78729", "30.45", "San Francisco", "94103",
                "example.com/signup", "vid_", "6yONB4zT6k2i7SXvWkwC9s",
            ] {
                #expect(!text.contains(personal))
            }
        }
    }
}
