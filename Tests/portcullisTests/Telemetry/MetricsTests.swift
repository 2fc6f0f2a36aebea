import Foundation
import Server
import Simulator
import TestSupport
import Testing

@testable import portcullis

@Suite("The metrics")
struct MetricsTests {
    private static let clean = "sid_c1ean000000000000000000101"

    private func scrape(_ service: Service) async throws -> String {
        let answer = try await service.client.send("GET", "/metrics")
        #expect(answer.status == 200)
        #expect(answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
        return answer.text
    }

    /// The names of the metrics that have samples, in their order.
    private func names(in text: String) -> [String] {
        text.split(separator: "\n").filter { $0.hasPrefix("# TYPE ") }.map { String($0.split(separator: " ")[2]) }
    }

    @Test("are documented: docs/metrics.md holds the table of the code (UPDATE_DOCS=1 writes it there)")
    func documented() throws {
        let file = Binary.package.appending(path: "docs/metrics.md")
        var text = try String(contentsOf: file, encoding: .utf8)
        let start = try #require(text.range(of: "<!-- metrics -->\n"))
        let end = try #require(text.range(of: "<!-- /metrics -->"))
        if ProcessInfo.processInfo.environment["UPDATE_DOCS"] == "1" {
            text.replaceSubrange(start.upperBound..<end.lowerBound, with: MetricTable.markdown())
            try text.write(to: file, atomically: true, encoding: .utf8)
        } else {
            #expect(text[start.upperBound..<end.lowerBound] == MetricTable.markdown())
        }
    }

    @Test("of a running service are those that are documented, and promtool finds nothing wrong with them")
    func complete() async throws {
        let environment = ["PORTCULLIS_PROVIDERS_TRIPWIRE_QUOTA_PER_MINUTE": "600"]
        try await Vendors.with { vendors in
            try await Service.with(["serve"], environment: vendors.environment.merging(environment) { $1 }) { service in
                _ = try await service.decide(session: Self.clean)
                let text = try await scrape(service)
                #expect(names(in: text) == MetricCatalogue.all.map(\.name))
                try await Promtool.check(metrics: text)
            }
        }
    }

    @Test("count decisions, their phases, the cache, the vendor's requests, the log and HTTP requests")
    func counts() async throws {
        try await Service.with { service in
            for _ in 0..<3 { #expect(try await service.decide(session: Self.clean).status == 200) }
            let slow = Catalogue.scenarios(of: .verisoul).first { $0.number == 404 }?.id ?? ""
            _ = try await service.decide(session: slow)
            #expect(try await service.client.send("GET", "/nope/\(Self.clean)").status == 404)
            #expect(try await service.decide("{").status == 400)
            // Refused before it comes to a route.
            #expect(try await service.client.send(raw: Array("nonsense\r\n\r\n".utf8)).status == 400)
            let text = try await scrape(service)
            for line in [
                #"portcullis_decisions_total{event="signup",outcome="allow",degraded="false"} 3"#,
                #"portcullis_decisions_total{event="signup",outcome="review",degraded="true"} 1"#,
                #"portcullis_decision_duration_seconds_count 4"#,
                #"portcullis_decision_phase_duration_seconds_count{phase="gather"} 4"#,
                #"portcullis_decision_phase_duration_seconds_count{phase="log"} 4"#,
                #"portcullis_provider_fetches_total{provider="tripwire",source="cache",cause="ok"} 2"#,
                #"portcullis_provider_fetches_total{provider="tripwire",source="upstream",cause="ok"} 1"#,
                #"portcullis_provider_fetches_total{provider="verisoul",source="upstream",cause="not_found"} 1"#,
                #"portcullis_provider_attempts_total{provider="tripwire",kind="first",cause="ok"} 1"#,
                #"portcullis_provider_attempt_duration_seconds_count{provider="tripwire",phase="first_byte"} 1"#,
                #"portcullis_provider_connections_total{provider="tripwire",state="new"} 1"#,
                #"portcullis_cache_entries{provider="tripwire"} 1"#,
                #"portcullis_log_records_total 5"#,  // The policy's, and four decisions.
                #"portcullis_log_writable 1"#,
                #"portcullis_http_requests_total{route="/v1/decisions",status="200"} 4"#,
                #"portcullis_http_requests_total{route="/v1/decisions",status="400"} 1"#,
                #"portcullis_http_requests_total{route="none",status="400"} 1"#,
                #"portcullis_http_requests_total{route="none",status="404"} 1"#,
            ] {
                #expect(text.contains(line + "\n"), "\(line)")
            }
            #expect(!text.contains(Self.clean) && !text.contains(slow))
        }
    }

    @Test("tell of retries, of what our own limits refused, and of the breaker that opened")
    func limits() async throws {
        try await withRawServer(answering("HTTP/1.1 503 Down\r\nContent-Length: 0\r\n\r\n")) { vendor in
            let environment = [
                "PORTCULLIS_PROVIDERS_TRIPWIRE_BASE_URL": "http://\(vendor.authority)",
                "PORTCULLIS_PROVIDERS_TRIPWIRE_SECRET_KEY": "sk_test_nobody",
                "PORTCULLIS_PROVIDERS_TRIPWIRE_QUOTA_PER_MINUTE": "100",
                "PORTCULLIS_BREAKER_MIN_CALLS": "2", "PORTCULLIS_RETRY_BASE_BACKOFF_MS": "0",
                "PORTCULLIS_BREAKER_OPEN_MS": "600000", "PORTCULLIS_BREAKER_MAX_OPEN_MS": "600000",
            ]
            try await Service.with(["serve"], environment: environment) { service in
                for _ in 0..<2 { _ = try await service.decide(session: Self.clean) }
                let text = try await scrape(service)
                for line in [
                    #"portcullis_provider_attempts_total{provider="tripwire",kind="first",cause="server_error"} 1"#,
                    #"portcullis_provider_attempts_total{provider="tripwire",kind="retry",cause="server_error"} 1"#,
                    #"portcullis_provider_breaker_state{provider="tripwire",state="open"} 1"#,
                    #"portcullis_provider_breaker_open{provider="tripwire",reason="failures"} 1"#,
                    #"portcullis_provider_shed_total{provider="tripwire",limit="breaker"} 1"#,
                    #"portcullis_provider_quota_calls_left{provider="tripwire"} 98"#,
                    #"portcullis_provider_retry_tokens{provider="tripwire"} 18"#,
                    #"portcullis_provider_connections_total{provider="tripwire",state="reused"} 1"#,
                ] {
                    #expect(text.contains(line + "\n"), "\(line)")
                }
            }
        }
    }

    @Test("are not there when they are switched off")
    func off() async throws {
        try await Service.with(environment: ["PORTCULLIS_METRICS_ENABLED": "false"]) { service in
            let decided = try await service.decide(session: Self.clean)
            #expect(decided.status == 200)
            #expect(try await service.client.send("GET", "/metrics").status == 404)
        }
    }
}
