import Curl
import HTTPTypes
import Logging
import Simulator
import Testing

@testable import Upstream

/// Against the simulator, over real sockets and libcurl.
@Suite("The upstream client")
struct UpstreamClientTests {
    private static let clean = sample(101)
    private static let onceUnavailable = sample(503)
    private static let alwaysFailing = sample(500)
    private static let slow = sample(701)

    private static func sample(_ number: Int) -> String {
        Catalogue.scenarios(of: .tripwire).first { $0.number == number }?.id ?? ""
    }

    /// Runs `body` with a simulator and a client for it, whose answers live for `timeToLive`.
    private func withClient(
        maxAttempts: Int = 2, cacheMaxBytes: Int = 1 << 20,
        _ body:
            @escaping @Sendable (
                Simulator, UpstreamClient<String>, @escaping @Sendable (String) -> UpstreamCall<String>
            )
            async throws -> Void
    ) async throws {
        var configuration = Simulator.Configuration()
        configuration.latency = .zero
        let simulator = try Simulator(configuration, logger: Logger(label: "simulator"))
        try await simulator.run { baseURL in
            try await withCurlClient(try .init()) { curl in
                let client = UpstreamClient<String>(
                    curl: curl,
                    configuration: .init(retry: RetryPolicy(maxAttempts: maxAttempts), cacheMaxBytes: cacheMaxBytes))
                try await body(simulator, client) { Self.call($0, baseURL: baseURL) }
            }
        }
    }

    private static func call(_ session: String, baseURL: String) -> UpstreamCall<String> {
        let authority = String(baseURL.dropFirst("http://".count))
        let request = HTTPRequest(
            method: .get, scheme: "http", authority: authority, path: "/v1/sessions/\(session)",
            headerFields: [.authorization: "Bearer sk_test_simulator"])
        return UpstreamCall<String>(key: session, request: request) { response in
            switch response.head.status.code {
            case 200: .answer(Answered("found", timeToLive: .seconds(600), costBytes: response.body.count))
            case 404: .failure(Failure(.notFound, retry: .never, timeToLive: .seconds(600)))
            default: .failure(Failure(.serverError, retry: .backoff))
            }
        }
    }

    @Test("asks once and answers from the cache after that")
    func cache() async throws {
        try await withClient { simulator, client, call in
            let first = await client.fetch(call(Self.clean), deadline: .now + .seconds(20))
            #expect(first.cause == .ok)
            #expect(first.answer == "found")
            #expect(first.source == .upstream)
            #expect(first.attempts == 1)
            let second = await client.fetch(call(Self.clean), deadline: .now + .seconds(20))
            #expect(second.answer == "found")
            #expect(second.source == .cache)
            #expect(second.attempts == 0)
            #expect(simulator.calls.tripwire.total == 1)
        }
    }

    @Test("without a cache asks each time")
    func noCache() async throws {
        try await withClient(cacheMaxBytes: 0) { simulator, client, call in
            for _ in 0..<3 {
                let fetched = await client.fetch(call(Self.clean), deadline: .now + .seconds(20))
                #expect(fetched.source == .upstream)
            }
            #expect(simulator.calls.tripwire.total == 3)
        }
    }

    @Test("makes one call for a hundred who ask for the same session at the same time")
    func singleFlight() async throws {
        try await withClient { simulator, client, call in
            let answers = await withTaskGroup(of: String?.self) { group in
                for _ in 0..<100 {
                    group.addTask { await client.fetch(call(Self.clean), deadline: .now + .seconds(20)).answer }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers == Array(repeating: "found", count: 100))
            #expect(simulator.calls.tripwire.total == 1)
        }
    }

    @Test("tries a failure that is worth it once more, and tells how often it asked")
    func retry() async throws {
        try await withClient { simulator, client, call in
            let fetched = await client.fetch(call(Self.onceUnavailable), deadline: .now + .seconds(20))
            #expect(fetched.cause == .ok)
            #expect(fetched.attempts == 2)
            #expect(simulator.calls.tripwire.total == 2)
        }
    }

    @Test("gives up after the allowed attempts, and keeps no failure that may pass")
    func givingUp() async throws {
        try await withClient(maxAttempts: 3) { simulator, client, call in
            for round in 1...2 {
                let fetched = await client.fetch(call(Self.alwaysFailing), deadline: .now + .seconds(20))
                #expect(fetched.cause == .serverError)
                #expect(fetched.answer == nil)
                #expect(fetched.attempts == 3)
                #expect(simulator.calls.tripwire.total == 3 * round)
            }
        }
    }

    @Test("keeps a failure that has a time to live")
    func keptFailure() async throws {
        try await withClient { simulator, client, call in
            let unknown = Self.sample(404)
            for source in [Fetched<String>.Source.upstream, .cache, .cache] {
                let fetched = await client.fetch(call(unknown), deadline: .now + .seconds(20))
                #expect(fetched.cause == .notFound)
                #expect(fetched.source == source)
            }
            #expect(simulator.calls.tripwire.total == 1)
        }
    }

    @Test("is back at the deadline when the vendor is late, and asks anew the next time")
    func late() async throws {
        try await withClient { simulator, client, call in
            for _ in 0..<2 {
                let start = ContinuousClock.now
                let fetched = await client.fetch(call(Self.slow), deadline: start + .milliseconds(150))
                #expect(fetched.cause == .timeout)
                #expect(fetched.source == .upstream)
                #expect(ContinuousClock.now - start >= .milliseconds(140))
            }
        }
    }

    @Test("doesn't let one caller's short deadline end another's wait")
    func longerJoiner() async throws {
        try await withClient { simulator, client, call in
            async let short = client.fetch(call(Self.slow), deadline: .now + .milliseconds(200))
            async let long = client.fetch(call(Self.slow), deadline: .now + .seconds(60))
            #expect(await short.cause == .timeout)
            #expect(await long.cause == .ok)
        }
    }

    @Test("doesn't touch the network when the deadline has passed")
    func passedDeadline() async throws {
        try await withClient { simulator, client, call in
            let fetched = await client.fetch(call(Self.clean), deadline: .now - .seconds(1))
            #expect(fetched.cause == .timeout)
            #expect(simulator.calls.tripwire.total == 0)
        }
    }

    @Test("tells a vendor that isn't there as unreachable")
    func unreachable() async throws {
        try await withClient { _, client, _ in
            // Port 9 of a loopback address that nothing binds in tests.
            let call = Self.call(Self.clean, baseURL: "http://127.99.99.99:9")
            let fetched = await client.fetch(call, deadline: .now + .seconds(20))
            #expect(fetched.cause == .unreachable)
            #expect(fetched.attempts == 2)
        }
    }
}
