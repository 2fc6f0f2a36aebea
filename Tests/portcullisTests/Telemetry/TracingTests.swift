import CEL
import Foundation
import TestSupport
import Testing
import Upstream

@testable import portcullis

@Suite("The traces")
struct TracingTests {
    private static let session = "sid_c1ean000000000000000000101"
    private static let caller = "00f067aa0ba902b7"
    private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"

    /// A collector that takes all, and tells the bodies that it got.
    private static let collector: @Sendable (inout RawConnection) async throws -> Void = { connection in
        while let head = try await connection.request() {
            let body = try await connection.body(of: head)
            try await connection.send(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
            let isOTLP =
                head.hasPrefix("POST /v1/traces HTTP/1.1\r\n") && head.contains("Content-Type: application/json")
            connection.tell(isOTLP ? body : head)
        }
    }

    /// A vendor that fails, and tells the heads that it got.
    private static let vendor: @Sendable (inout RawConnection) async throws -> Void = { connection in
        while let head = try await connection.request() {
            connection.tell(head)
            try await connection.send("HTTP/1.1 503 Down\r\nX-Request-Id: req_x\r\nContent-Length: 0\r\n\r\n")
        }
    }

    private static func environment(vendor: RawServer, collector: RawServer) -> [String: String] {
        [
            "PORTCULLIS_PROVIDERS_TRIPWIRE_BASE_URL": "http://\(vendor.authority)",
            "PORTCULLIS_PROVIDERS_TRIPWIRE_SECRET_KEY": "sk_test_nobody",
            "PORTCULLIS_TRACING_OTLP_ENDPOINT": "http://\(collector.authority)/",
            "PORTCULLIS_RETRY_MAX_ATTEMPTS": "1",
        ]
    }

    private static func header(_ name: String, in head: String?) -> String? {
        head?.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name + ": ") }
            .map { String($0.dropFirst(name.count + 2)) }
    }

    /// The spans of an export, by their names.
    private func spans(_ body: String) throws -> [String: [String: Value]] {
        let root = try #require(Self.member(try Value(json: Array(body.utf8)), "resourceSpans", "0", "scopeSpans", "0"))
        guard case .list(let list)? = Self.member(root, "spans") else { return [:] }
        var spans: [String: [String: Value]] = [:]
        for span in list {
            guard case .string(let name)? = Self.member(span, "name") else { continue }
            var fields: [String: Value] = [:]
            for field in [
                "traceId", "spanId", "parentSpanId", "traceState", "kind", "startTimeUnixNano", "endTimeUnixNano",
                "attributes",
            ] {
                fields[field] = Self.member(span, field)
            }
            fields["status"] = Self.member(span, "status", "code")
            spans[name] = fields
        }
        return spans
    }

    /// The spans of as many exports as it takes, by their names, and the exports' text.
    private func spans(
        _ count: Int, from collector: RawServer
    ) async throws -> (spans: [String: [String: Value]], text: String) {
        var (all, text) = ([String: [String: Value]](), "")
        while all.count < count {
            let body = try #require(await collector.next())
            text += body
            try all.merge(spans(body)) { $1 }
        }
        return (all, text)
    }

    private static func member(_ value: Value, _ path: String...) -> Value? {
        var value: Value? = value
        for name in path {
            switch value {
            case .map(let map)?: value = map[name]
            case .list(let list)?: value = Int(name).flatMap { list.indices.contains($0) ? list[$0] : nil }
            default: return nil
            }
        }
        return value
    }

    private func attribute(_ name: String, of span: [String: Value]?) -> Value? {
        guard case .list(let attributes)? = span?["attributes"] else { return nil }
        let found = attributes.first { Self.member($0, "key") == .string(name) }
        return found.flatMap { attribute in
            ["stringValue", "intValue", "boolValue"].lazy.compactMap { Self.member(attribute, "value", $0) }.first
        }
    }

    private func number(_ value: Value?) -> UInt64 {
        guard case .string(let text)? = value else { return 0 }
        return UInt64(text) ?? 0
    }

    @Test("of a request, the vendor's, the policy's and the log's part reach the collector, and the vendor our span")
    func export() async throws {
        try await withRawServer(Self.collector) { collector in
            try await withRawServer(Self.vendor) { vendor in
                let environment = Self.environment(vendor: vendor, collector: collector)
                try await Service.with(["serve"], environment: environment) { service in
                    let answer = try await service.decide(
                        #"{"session_id":"\#(Self.session)","subject":{"email":"j@example.com"}}"#,
                        headers: ["traceparent": "00-\(Self.trace)-\(Self.caller)-01", "tracestate": "a=1"])
                    #expect(answer.status == 200)
                    let head = await vendor.next()
                    let (spans, body) = try await spans(4, from: collector)
                    #expect(Set(spans.keys) == ["POST /v1/decisions", "GET tripwire", "policy", "log commit"])
                    #expect(!body.contains(Self.session) && !body.contains("j@example.com") && !body.contains("sk_"))

                    let request = spans["POST /v1/decisions"]
                    #expect(request?["parentSpanId"] == .string(Self.caller))
                    #expect(attribute("http.response.status_code", of: request) == .string("200"))
                    for (name, span) in spans {
                        #expect(span["traceId"] == .string(Self.trace))
                        #expect(span["traceState"] == .string("a=1"))
                        #expect(number(span["startTimeUnixNano"]) <= number(span["endTimeUnixNano"]))
                        if name != "POST /v1/decisions" { #expect(span["parentSpanId"] == request?["spanId"]) }
                        #expect(
                            number(span["startTimeUnixNano"]) + 1_000_000 >= number(request?["startTimeUnixNano"]))
                    }
                    let attempt = spans["GET tripwire"]
                    #expect(attribute("portcullis.cause", of: attempt) == .string("server_error"))
                    #expect(attribute("portcullis.vendor_request_id", of: attempt) == .string("req_x"))
                    #expect(attempt?["status"] == .int(2) && attempt?["kind"] == .int(3))
                    #expect(
                        attribute("portcullis.decision.id", of: spans["policy"]).flatMap { id in
                            if case .string(let text) = id { text } else { nil }
                        } == answer.text("id"))
                    guard case .string(let attemptID)? = attempt?["spanId"] else { return }
                    #expect(Self.header("traceparent", in: head) == "00-\(Self.trace)-\(attemptID)-01")
                    #expect(Self.header("tracestate", in: head) == "a=1")
                    // The record has the caller's, as it came.
                    let line = String(decoding: try service.logLines().last ?? [], as: UTF8.self)
                    #expect(line.contains(#""traceparent":"00-\#(Self.trace)-\#(Self.caller)-01""#))
                    service.terminate()
                    #expect(await service.end() == 0)
                }
            }
        }
    }

    @Test("are flushed at the end, and made of no request whose caller doesn't want it")
    func flush() async throws {
        try await withRawServer(Self.collector) { collector in
            try await withRawServer(Self.vendor) { vendor in
                let environment = Self.environment(vendor: vendor, collector: collector)
                try await Service.with(["serve"], environment: environment) { service in
                    let body = #"{"session_id":"\#(Self.session)"}"#
                    _ = try await service.decide(
                        body, headers: ["traceparent": "00-\(Self.trace)-\(Self.caller)-00"])
                    _ = try await service.decide(body, headers: [:])
                    service.terminate()
                    #expect(await service.end() == 0)
                    let (spans, _) = try await spans(4, from: collector)
                    // With no header, and a ratio of 1, it is a trace of its own.
                    #expect(spans["POST /v1/decisions"]?["parentSpanId"] == nil)
                    #expect(spans.values.allSatisfy { $0["traceId"] != .string(Self.trace) })
                    #expect(spans.count == 4)
                }
            }
        }
    }

    @Test("that the collector doesn't take are counted, and stop neither a decision nor the end")
    func collectorDown() async throws {
        try await withRawServer({ await $0.waitForClose() }) { collector in
            try await withRawServer(Self.vendor) { vendor in
                let environment = Self.environment(vendor: vendor, collector: collector)
                try await Service.with(["serve"], environment: environment) { service in
                    #expect(try await service.decide(session: Self.session).status == 200)
                    #expect(await service.errors.line(containing: "spans not exported") != nil)
                    let metrics = try await service.client.send("GET", "/metrics").text
                    #expect(metrics.contains(/portcullis_trace_spans_total{result="failed"} [1-4]/))
                    #expect(try await service.decide(session: Self.session).status == 200)
                    let start = ContinuousClock.now
                    service.terminate()
                    #expect(await service.end() == 0)
                    #expect(ContinuousClock.now - start < .seconds(5))
                }
            }
        }
    }

    @Test("are not made without a collector, and the caller's goes on to the vendor as it came")
    func off() async throws {
        try await withRawServer(Self.vendor) { vendor in
            var environment = Self.environment(vendor: vendor, collector: vendor)
            environment["PORTCULLIS_TRACING_OTLP_ENDPOINT"] = nil
            try await Service.with(["serve"], environment: environment) { service in
                let trace = "00-\(Self.trace)-\(Self.caller)-01"
                _ = try await service.decide(
                    #"{"session_id":"\#(Self.session)"}"#, headers: ["traceparent": trace, "tracestate": "a=1"])
                let head = await vendor.next()
                #expect(Self.header("traceparent", in: head) == trace)
                #expect(Self.header("tracestate", in: head) == "a=1")
                _ = try await service.decide(session: Self.session)
                let second = await vendor.next()
                #expect(second != nil && Self.header("traceparent", in: second) == nil)
            }
        }
    }

    @Test("are of as many requests as the ratio says", arguments: [0, 0.25, 1])
    func sampling(ratio: Double) {
        let sampled = (0..<4000).count { _ in
            Tracer.isSampled(.random(in: 1 ... .max), ratio: ratio)
        }
        #expect(abs(Double(sampled) / 4000 - ratio) < 0.05)
    }

    @Test("that find no room are dropped and counted")
    func bound() {
        let queue = SpanQueue(maxWaiting: 3)
        for number in 0..<5 as Range<UInt64> {
            queue.add(
                Span(
                    name: "n", kind: .internal, traceID: 1, spanID: number, parentID: nil, state: nil, start: 0, end: 0)
            )
        }
        #expect(queue.count(of: .dropped) == 2)
        #expect(queue.take().map(\.spanID) == [0, 1, 2])
        #expect(queue.take().isEmpty)
    }
}
