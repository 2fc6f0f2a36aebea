import Foundation
import Simulator
import TestSupport
import Testing

@Suite("Keys")
struct AuthenticationTests {
    private static let tripwireRefusals: [(key: String?, status: Int, code: String)] = [
        (nil, 401, "auth.missing_api_key"),
        ("Basic c2s6", 401, "auth.missing_api_key"),
        ("Bearer sk_test_other", 401, "auth.invalid_api_key"),
        ("Bearer pk_test_simulator", 403, "auth.secret_key_required"),
    ]

    @Test("Tripwire refuses a missing, a wrong and a publishable key", arguments: tripwireRefusals)
    func tripwire(key: String?, status: Int, code: String) async throws {
        try await withSimulation { simulation in
            let path = try "/v1/sessions/" + sample(.tripwire, "clean")
            let headers = key.map { ["Authorization": $0] } ?? [:]
            let answer = try await simulation.client.send("GET", path, headers)
            #expect(answer.status == status)
            let json = try JSONDecoder().decode(JSONTree.self, from: Data(answer.body))
            #expect(json["error", "code"] == .string(code))
            #expect(json["error", "request_id"] == answer.headers["x-request-id"].map { .string($0) })
        }
    }

    @Test("Verisoul refuses a missing and a wrong key, not in JSON", arguments: [nil, "other"])
    func verisoul(key: String?) async throws {
        try await withSimulation { simulation in
            let path = try "/session/" + sample(.verisoul, "clean")
            let answer = try await simulation.client.send("GET", path, key.map { ["x-api-key": $0] } ?? [:])
            #expect(answer.status == 401)
            #expect(throws: DecodingError.self) { try JSONDecoder().decode(JSONTree.self, from: Data(answer.body)) }
        }
    }

    @Test("A wrong key learns nothing of which sessions there are, nor moves a stateful one on")
    func keyFirst() async throws {
        try await withSimulation { simulation in
            let path = try "/v1/sessions/" + sample(.tripwire, "down-once")
            let refused = try await simulation.client.send("GET", path)
            #expect(refused.status == 401)
            let first = try await simulation.fetch(.tripwire, sample(.tripwire, "down-once"))
            #expect(first.status == 503)
        }
    }

    @Test(
        "Tripwire refuses an ill-formed session ID",
        arguments: [
            "sid_short", "sid_0000000000000000000000000i", "xid_00000000000000000000000000",
            "00000000-0000-4000-8000-000000000101",
        ])
    func malformed(id: String) async throws {
        try await withSimulation { simulation in
            let json = try await simulation.json(.tripwire, id)
            #expect(json["error", "code"] == .string("request.validation_failed"))
            #expect(json["error", "status"] == .number(422))
        }
    }

    @Test("Tripwire tells the request's ID and what is left of the limit, also when it refuses")
    func tripwireHeaders() async throws {
        try await withSimulation { simulation in
            for (call, name) in ["clean", "not-found", "server-error"].enumerated() {
                let answer = try await simulation.fetch(.tripwire, sample(.tripwire, name))
                #expect(answer.headers["x-request-id"]?.hasPrefix("req_") == true)
                #expect(answer.headers["x-ratelimit-limit"] == "600")
                #expect(answer.headers["x-ratelimit-remaining"] == String(599 - call))
            }
        }
    }
}
