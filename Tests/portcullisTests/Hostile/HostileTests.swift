import Foundation
import Synchronization
import TestSupport
import Testing

/// Whoever reaches the port may send anything. It gets the answer that is written here, and nobody else notices.
@Suite("Hostile requests", .timeLimit(.minutes(5)))
struct HostileTests {
    private static let key = "0123456789abcdef"
    private static let all =
        HostileRequest.framing + HostileRequest.lines + HostileRequest.headers + HostileRequest.json
        + HostileRequest.sessions + HostileRequest.verisoulSessions + HostileRequest.batches

    /// Longer than any answer takes here, however busy the machine is, and much less than a stalled one would.
    private static let patience = Duration.seconds(5)

    private final class End: Sendable {
        let isReached = Atomic(false)
    }

    /// A client like any other, which goes on asking for decisions while `body` does what it does.
    private func withNeighbour(
        _ service: Service, headers: [String: String] = [:], _ body: () async throws -> Void
    ) async throws -> Int {
        let end = End()
        return try await withThrowingTaskGroup(of: Int.self) { group in
            group.addTask {
                var decided = 0
                while !end.isReached.load(ordering: .relaxed) || decided == 0 {
                    let start = ContinuousClock.now
                    let answer = try await service.decide(HostileRequest.good, headers: headers)
                    #expect(answer.status == 200)
                    #expect(ContinuousClock.now - start < Self.patience)
                    decided += 1
                }
                return decided
            }
            do {
                try await body()
            } catch {
                end.isReached.store(true, ordering: .relaxed)
                throw error
            }
            end.isReached.store(true, ordering: .relaxed)
            return try await group.reduce(0, +)
        }
    }

    private func statuses(_ answer: TestClient.Answer) -> [Int] {
        (answer.status.map { [$0] } ?? [])
            + answer.text.matches(of: #/HTTP/1\.1 (\d\d\d) /#).compactMap { Int($0.1) }
    }

    private func check(_ request: HostileRequest, _ answer: TestClient.Answer) {
        #expect(statuses(answer) == request.statuses, "\(request)")
        let isOne = request.statuses.count == 1
        if isOne { #expect(answer.isComplete && answer.headers["connection"] == "close", "\(request)") }
        guard let code = request.code else { return }
        #expect(answer.text.contains(#""code":"\#(code)""#), "\(request)")
        if isOne { #expect(answer.headers["content-type"] == "application/problem+json", "\(request)") }
    }

    @Test("get their answer and nothing more, while others are served in time")
    func requests() async throws {
        #expect(Self.all.count >= 100)
        try await Service.with { service in
            let decided = try await withNeighbour(service) {
                for request in Self.all { check(request, try await service.client.send(raw: request.bytes)) }
            }
            // What was decided is what was asked for: nothing was smuggled in, and the log is whole.
            let odd = Self.all.filter { request in
                request.code == nil && request.bytes.starts(with: "POST /v1/decisions ".utf8)
            }
            let lines = try service.logLines().map { String(decoding: $0, as: UTF8.self) }
            #expect(lines.filter { $0.contains("portcullis.decision.v1") }.count == decided + odd.count)
            let verified = try await Binary.run(["log", "verify", service.logDirectory.path])
            #expect(verified.status == 0, "\(verified.errors)")
            // None of it was a surprise.
            #expect(!service.errors.text.contains("request failed"))
            service.terminate()
            #expect(await service.end() == 0)
        }
    }

    @Test("that never end, on 500 connections, keep nobody from being served in time, and take little memory")
    func stalled() async throws {
        let parts = [
            "", "G", "GET /livez HTTP/1.1\r\nHost: x\r\nX-A: ",
            "POST /v1/decisions HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n{",
            "POST /v1/decisions/batch HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n",
        ]
        try await Service.with { service in
            try await withStalledConnections(500, port: service.client.port, sending: parts) {
                _ = try await withNeighbour(service) {
                    for _ in 0..<20 {
                        let ready = try await service.client.send("GET", "/readyz")
                        #expect(ready.status == 200)
                    }
                }
                let metrics = try await service.client.send("GET", "/metrics").text
                let match = metrics.firstMatch(of: /\nprocess_resident_memory_bytes (\d+)/)
                let memory = try #require(match.flatMap { Int($0.1) })
                #expect(memory < 256 << 20)
            }
            #expect(try await service.decide(HostileRequest.good).status == 200)
        }
    }

    @Test("with guessed keys are refused, all alike, and the right key goes on working")
    func guesses() async throws {
        let environment = ["PORTCULLIS_AUTH_BEARER_KEYS": "backend:\(Self.key)"]
        try await Service.with(environment: environment) { service in
            let right = ["Authorization": "Bearer \(Self.key)"]
            let decided = try await withNeighbour(service, headers: right) {
                let wrong = (0..<100).map { "Bearer \(Self.key.dropLast(3))\($0 + 100)" }
                let odd = [
                    "Bearer \(Self.key) ", "Bearer \(Self.key),x", "Bearer  ", "Bearer", "bearer\t\(Self.key)",
                    Self.key,
                    "Basic YmFja2VuZDowMTIz", "Bearer backend:\(Self.key)",
                    "Bearer \(String(repeating: "a", count: 10_000))",
                    "Bearer \u{FF}", "Bearer null",
                ]
                for value in wrong + odd {
                    let answer = try await service.decide(HostileRequest.good, headers: ["Authorization": value])
                    // A space at the end of a header is none of its value.
                    let isRight = value == odd[0]
                    #expect(answer.status == (isRight ? 200 : 401), "\(value.prefix(30))")
                    #expect(isRight || answer.text("code")?.hasSuffix("_credentials") == true)
                    #expect(!answer.text.contains(Self.key.dropLast(3)))
                }
            }
            let decisions = try service.logLines().filter {
                String(decoding: $0, as: UTF8.self).contains("portcullis.decision.v1")
            }
            #expect(decisions.count == decided + 1)
            #expect(!service.errors.text.contains(Self.key))
        }
    }
}
