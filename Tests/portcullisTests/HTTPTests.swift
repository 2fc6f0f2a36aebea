import CEL
import Simulator
import TestSupport
import Testing

@Suite("The HTTP side")
struct HTTPTests {
    private static let body = #"{"session_id":"sid_c1ean000000000000000000101"}"#

    @Test("answers errors as problem+json with a stable code")
    func problems() async throws {
        try await Service.with { service in
            let json = ["Content-Type": "application/json"]
            let huge = String(repeating: " ", count: 70_000)
            let cases: [(String, String, [String: String], String, Int, String)] = [
                ("GET", "/", [:], "", 404, "not_found"),
                ("GET", "/v1/nope", [:], "", 404, "not_found"),
                ("GET", "/v1/decisions", [:], "", 405, "method_not_allowed"),
                ("DELETE", "/readyz", [:], "", 405, "method_not_allowed"),
                ("POST", "/v1/decisions", [:], Self.body, 415, "unsupported_media_type"),
                ("POST", "/v1/decisions", ["Content-Type": "text/plain"], Self.body, 415, "unsupported_media_type"),
                ("POST", "/v1/decisions", json, "", 400, "malformed_json"),
                ("POST", "/v1/decisions", json, "{", 400, "malformed_json"),
                ("POST", "/v1/decisions", json, "{}", 422, "missing_field"),
                ("POST", "/v1/decisions", json, #"{"session_id":"x"}"#, 422, "invalid_session_id"),
                ("POST", "/v1/decisions", json, #"{"session_id":"x","y":1}"#, 422, "invalid_session_id"),
                (
                    "POST", "/v1/decisions", json, String(Self.body.dropLast()) + #","event":"nope"}"#, 422,
                    "unknown_event"
                ),
                ("POST", "/v1/decisions", json, Self.body + huge, 413, "payload_too_large"),
            ]
            for (method, path, headers, body, status, code) in cases {
                let answer = try await service.client.send(method, path, headers, body: body)
                #expect(answer.status == status, "\(method) \(path) \(code)")
                #expect(answer.headers["content-type"] == "application/problem+json", "\(method) \(path) \(code)")
                #expect(answer.text("code") == code)
                #expect(answer.value("status") == .int(Int64(status)))
                #expect(answer.text("detail")?.isEmpty == false)
            }
            #expect(try await service.client.send("GET", "/v1/decisions").headers["allow"] == "POST")
            let good = try await service.decide(Self.body, headers: ["Content-Type": "Application/JSON; charset=utf-8"])
            #expect(good.status == 200)
        }
    }

    @Test("answers HEAD without a body, and a body that isn't framed as HTTP with 400")
    func edges() async throws {
        try await Service.with { service in
            for (path, status) in [("/livez", 200), ("/readyz", 200), ("/v1/decisions", 405), ("/nope", 404)] {
                let answer = try await service.client.send("HEAD", path)
                #expect(answer.status == status, "\(path)")
                #expect(answer.body.isEmpty, "\(path)")
            }
            #expect(try await service.client.send("GET", "/v1/decisions/").status == 405)
            let broken = """
                POST /v1/decisions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n\
                Transfer-Encoding: chunked\r\n\r\nzz\r\n
                """
            let answer = try await service.client.send(raw: Array(broken.utf8))
            #expect(answer.status == 400)
            #expect(!service.errors.text.contains("request failed"))
        }
    }

    @Test("lets in who presents a key, and nobody else")
    func bearer() async throws {
        let (first, second) = ("0123456789abcdef", "fedcba9876543210")
        let environment = ["PORTCULLIS_AUTH_BEARER_KEYS": "backend:\(first),other:\(second)"]
        try await Service.with(environment: environment) { service in
            for key in ["Bearer \(first)", "bearer \(second)"] {
                #expect(try await service.decide(Self.body, headers: ["Authorization": key]).status == 200)
            }
            let nothing = try await service.decide(Self.body)
            #expect(nothing.status == 401)
            #expect(nothing.text("code") == "missing_credentials")
            #expect(nothing.headers["www-authenticate"] == "Bearer")
            for key in [
                "Bearer x", "Bearer \(first)x", "Bearer \(first),\(second)", "Basic \(first)", "Bearer",
                "backend:\(first)",
            ] {
                let answer = try await service.decide(Self.body, headers: ["Authorization": key])
                #expect(answer.status == 401, "\(key)")
            }
            #expect(try await service.client.send("GET", "/livez").status == 200)
            #expect(try await service.client.send("GET", "/readyz").status == 200)
            #expect(
                try service.logLines().filter { String(decoding: $0, as: UTF8.self).contains("decision.v1") }.count == 2
            )
            #expect(!service.errors.text.contains(first))
        }
    }

    @Test("slows who guesses keys and counts it; a right key from the same address is answered at once")
    func guessing() async throws {
        let key = "0123456789abcdef"
        try await Service.with(environment: ["PORTCULLIS_AUTH_BEARER_KEYS": "backend:\(key)"]) { service in
            let clock = ContinuousClock()
            let slowed = try await withThrowingTaskGroup(of: (Int?, Duration).self) { group in
                for number in 0..<80 {
                    group.addTask {
                        let start = clock.now
                        let headers = ["Authorization": "Bearer guess-\(number)-\(key)"]
                        return (try await service.decide(Self.body, headers: headers).status, clock.now - start)
                    }
                }
                // While the guesses wait.
                #expect(try await service.decide(Self.body, headers: ["Authorization": "Bearer \(key)"]).status == 200)
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(slowed.allSatisfy { $0.0 == 401 || $0.0 == 429 })
            #expect(slowed.count { $0.0 == 401 && $0.1 >= .seconds(1) } >= 64)
            let metrics = try await service.client.send("GET", "/metrics").text
            #expect(metrics.contains(#"portcullis_authentication_failures_total{reason="invalid_credentials"} 80"#))
        }
    }

    @Test("answers by the deadline that a request asks for, if it is earlier than the service's")
    func deadline() async throws {
        let slow = Catalogue.scenarios(of: .verisoul).first { $0.name == "slow" }?.id ?? ""
        let body = #"{"session_id":"\#(slow)"}"#
        try await Service.with(environment: ["PORTCULLIS_DECISION_DEADLINE_MS": "30000"]) { service in
            let clock = ContinuousClock()
            let start = clock.now
            let answer = try await service.decide(body, headers: ["Portcullis-Deadline-Ms": "100"])
            // The vendor would have answered after 5 seconds.
            #expect(clock.now - start < .seconds(5))
            #expect(answer.status == 200 && answer.value("degraded") == .bool(true))
            #expect(answer.text("providers", "verisoul", "status") == "timeout")
            let malformed = try await service.decide(body, headers: ["Portcullis-Deadline-Ms": "soon"])
            #expect(malformed.status == 400 && malformed.text("code") == "invalid_deadline")
        }
    }

    @Test("refuses at once what is too much, and health never", .timeLimit(.minutes(1)))
    func overload() async throws {
        let slow = Catalogue.scenarios(of: .verisoul).first { $0.name == "slow" }?.id ?? ""
        try await Service.with(environment: ["PORTCULLIS_SERVER_MAX_REQUESTS_IN_FLIGHT": "1"]) { service in
            async let first = service.decide(session: slow)
            var metrics = ""
            while !metrics.contains("portcullis_requests_in_flight 1"), !Task.isCancelled {
                metrics = try await service.client.send("GET", "/metrics").text
            }
            let refused = try await service.decide(Self.body)
            #expect(refused.status == 503 && refused.text("code") == "overloaded")
            #expect(refused.headers["retry-after"] == "1")
            #expect(try await service.client.send("GET", "/livez").status == 200)
            #expect(try await service.client.send("GET", "/readyz").status == 200)
            #expect(try await first.status == 200)
            #expect(try await service.decide(Self.body).status == 200)
            metrics = try await service.client.send("GET", "/metrics").text
            #expect(metrics.contains(#"portcullis_requests_refused_total{limit="requests_in_flight"} 1"#))
            #expect(metrics.contains("portcullis_requests_in_flight 0"))
        }
    }

    @Test("says in readyz which vendor refuses the key, and goes on deciding")
    func unauthorized() async throws {
        try await Service.with { service in
            let refused = Catalogue.scenarios(of: .tripwire).first { $0.number == 401 }?.id ?? ""
            let answer = try await service.decide(session: refused)
            #expect(answer.text("providers", "tripwire", "status") == "unauthorized")
            let ready = try await service.client.send("GET", "/readyz")
            #expect(ready.status == 200)
            #expect(ready.text("components", "tripwire", "status") == "degraded")
            #expect(ready.text("components", "verisoul", "status") == "ok")
            #expect(try await service.decide(Self.body).text("decision") == "allow")
            #expect(try await service.client.send("GET", "/readyz").text("components", "tripwire", "status") == "ok")
        }
    }

    @Test("says at the start and in readyz what a durability gives up", arguments: ["interval", "none"])
    func durability(name: String) async throws {
        try await Service.with(environment: ["PORTCULLIS_LOG_DURABILITY": name]) { service in
            let ready = try await service.client.send("GET", "/readyz")
            #expect(ready.status == 200)
            #expect(
                ready.text("components", "log", "reason")?.hasPrefix("log.durability is \(name): a power loss") == true)
            #expect(service.errors.text.contains("log.durability is \(name): a power loss"))
            #expect(String(decoding: try #require(try service.logLines().first), as: UTF8.self).contains(name))
        }
    }

    @Test(
        "survives what isn't HTTP",
        arguments: [
            "\u{0}\u{1}\u{2}", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n",
            "POST /v1/decisions HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
            "POST /v1/decisions HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nzz",
            "POST /v1/decisions HTTP/1.1\r\nHost: x\r\nX: " + String(repeating: "a", count: 100_000) + "\r\n\r\n",
        ])
    func garbage(request: String) async throws {
        try await Service.with { service in
            let answer = try await service.client.send(raw: Array(request.utf8))
            #expect(answer.status != 200)
            #expect(try await service.decide(Self.body).status == 200)
        }
    }
}
