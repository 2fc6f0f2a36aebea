import TestSupport
import Testing

@testable import Upstream

@Suite("An older answer")
struct StaleTests {
    private let ifError = UpstreamConfiguration(retry: .quick(1), cacheMaxBytes: 1 << 20, staleIfError: .seconds(600))

    @Test("takes the place of a failure, with its age and what failed")
    func ifVendorFails() async throws {
        let script = answers(answer(200, "old"), answer(500))
        try await withVendor(ifError, timeToLive: .zero, script) { vendor in
            #expect(await vendor.fetch().source == .upstream)
            let fetched = await vendor.fetch()
            #expect(fetched.cause == .ok)
            #expect(fetched.answer == "old")
            #expect(fetched.source == .stale)
            #expect(fetched.age.map { $0 > .zero } == true)
            #expect(fetched.refreshCause == .serverError)
            #expect(fetched.attempts == 1)
            #expect(fetched.code == "down")
            #expect(vendor.server.requests == 2)
        }
    }

    @Test(
        "takes the place of nothing that the vendor says of the session",
        arguments: [(404, Cause.notFound)])
    func conclusive(status: Int, cause: Cause) async throws {
        try await withVendor(ifError, timeToLive: .zero, answers(answer(200, "old"), answer(status))) { vendor in
            _ = await vendor.fetch()
            #expect(await vendor.fetch().cause == cause)
        }
    }

    @Test("that was provisional takes the place of nothing, and neither does any without a grace")
    func noGrace() async throws {
        try await withVendor(ifError, timeToLive: .zero, answers(answer(200, "preliminary"), answer(500))) { vendor in
            _ = await vendor.fetch()
            #expect(await vendor.fetch().cause == .serverError)
        }
        let configuration = UpstreamConfiguration(retry: .quick(1), cacheMaxBytes: 1 << 20)
        try await withVendor(configuration, timeToLive: .zero, answers(answer(200, "old"), answer(500))) { vendor in
            _ = await vendor.fetch()
            #expect(await vendor.fetch().cause == .serverError)
        }
    }

    @Test("is given at once while the vendor is asked in the background, where that is wanted")
    func whileRevalidating() async throws {
        let configuration = UpstreamConfiguration(
            retry: .quick(1), cacheMaxBytes: 1 << 20, staleWhileRevalidate: .seconds(600))
        try await withVendor(configuration, timeToLive: .zero, answers(answer(200, "1"), answer(200, "2"))) { vendor in
            _ = await vendor.fetch()
            let stale = await vendor.fetch()
            #expect(stale.answer == "1")
            #expect(stale.source == .stale)
            #expect(stale.refreshCause == nil)
            #expect(stale.attempts == 0)
            while await vendor.fetch().answer == "1" { await Task.yield() }
            #expect(vendor.observed.attempts.dropFirst().first?.kind == .refresh)
        }
    }

    @Test("that was provisional isn't given while the vendor is asked, either")
    func provisionalWhileRevalidating() async throws {
        let configuration = UpstreamConfiguration(
            retry: .quick(1), cacheMaxBytes: 1 << 20, staleWhileRevalidate: .seconds(600))
        let script = answers(answer(200, "preliminary"), answer(200, "final"))
        try await withVendor(configuration, timeToLive: .zero, script) { vendor in
            _ = await vendor.fetch()
            let fetched = await vendor.fetch()
            #expect(fetched.answer == "final")
            #expect(fetched.source == .upstream)
        }
    }
}
