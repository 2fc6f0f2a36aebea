import TestSupport
import Testing

@Suite("What a caller may do")
struct PermissionTests {
    private static let body = #"{"session_id":"sid_c1ean000000000000000000101"}"#
    private static let names = ["decider", "reader", "admin", "unnamed"]
    private static let environment = [
        "PORTCULLIS_AUTH_BEARER_KEYS": names.map { "\($0):\(key($0))" }.joined(separator: ","),
        "PORTCULLIS_AUTH_PERMISSIONS": "decider:decide,reader:read,admin:admin",
    ]

    private static func key(_ name: String) -> String { "0123456789abcdef-\(name)" }

    @Test("is what auth.permissions says, else to decide and to read; anything else is 403")
    func permissions() async throws {
        try await Service.with(environment: Self.environment) { service in
            func status(_ name: String, _ method: String, _ path: String) async throws -> (Int?, String?) {
                let headers = ["Authorization": "Bearer \(Self.key(name))", "Content-Type": "application/json"]
                let answer = try await service.client.send(
                    method, path, headers, body: method == "POST" ? Self.body : "")
                return (answer.status, answer.text("code"))
            }
            let denied = (403, "permission_denied")
            let expected: [(String, (Int, String?), (Int, String?), (Int, String?))] = [
                ("decider", (200, nil), denied, denied), ("reader", denied, (404, "not_found"), denied),
                ("admin", denied, denied, (200, nil)), ("unnamed", (200, nil), (404, "not_found"), denied),
            ]
            for (name, decide, read, reload) in expected {
                let decided = try await status(name, "POST", "/v1/decisions")
                #expect(decided == decide, "\(name)")
                let found = try await status(name, "GET", "/v1/decisions/dec_none")
                #expect(found == read, "\(name)")
                let loaded = try await status(name, "POST", "/v1/policies/reload")
                #expect(loaded == reload, "\(name)")
            }
        }
    }

    @Test("is so many decisions a minute, each caller for itself, and 429 with when to come again beyond")
    func rateLimit() async throws {
        let limits = [
            "PORTCULLIS_AUTH_RATE_LIMIT_PER_MINUTE": "2",
            "PORTCULLIS_AUTH_RATE_LIMITS": "decider:1,unnamed:0",
        ]
        let keys = ["PORTCULLIS_AUTH_BEARER_KEYS": Self.environment["PORTCULLIS_AUTH_BEARER_KEYS"] ?? ""]
        try await Service.with(environment: keys.merging(limits) { $1 }) { service in
            for (name, allowed) in [("decider", 1), ("reader", 2), ("unnamed", 4)] {
                for number in 1...4 {
                    let answer = try await service.decide(
                        Self.body, headers: ["Authorization": "Bearer \(Self.key(name))"])
                    guard number > allowed else {
                        #expect(answer.status == 200, "\(name) \(number)")
                        continue
                    }
                    #expect(answer.status == 429, "\(name) \(number)")
                    #expect(answer.text("code") == "rate_limited")
                    #expect((1...60).contains(answer.headers["retry-after"].flatMap { Int($0) } ?? 0))
                }
            }
        }
    }

    @Test("is everything where nobody is asked who it is")
    func anyone() async throws {
        try await Service.with { service in
            let reload = try await service.client.send("POST", "/v1/policies/reload")
            #expect(reload.status == 200)
            let wrong = try await service.client.send("GET", "/v1/policies/reload")
            #expect(wrong.status == 405 && wrong.headers["allow"] == "POST")
        }
    }
}
