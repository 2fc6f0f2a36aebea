import TestSupport
import Testing

@testable import Upstream

@Suite("A provisional answer")
struct ProvisionalTests {
    private let configuration = UpstreamConfiguration(
        retry: .quick(2), cacheMaxBytes: 1 << 20, provisionalWait: .milliseconds(1))
    private let script = answers(answer(200, "preliminary"), answer(200, "preliminary"), answer(200, "final"))

    @Test("is asked for again until it is final, for who waits for that")
    func waits() async throws {
        try await withVendor(configuration, script) { vendor in
            let fetched = await vendor.fetch(awaitsFinal: true)
            #expect(fetched.answer == "final")
            #expect(fetched.attempts == 3)
            #expect(fetched.attemptReports.map(\.kind) == [.first, .refetch, .refetch])
            #expect(vendor.server.requests == 3)
        }
    }

    @Test("is given as it is to who doesn't, and from the cache asked for again by who does")
    func doesNotWait() async throws {
        try await withVendor(configuration, script) { vendor in
            #expect(await vendor.fetch().answer == "preliminary")
            #expect(await vendor.fetch().source == .cache)
            #expect(vendor.server.requests == 1)
            #expect(await vendor.fetch(awaitsFinal: true).answer == "final")
            #expect(vendor.server.requests == 3)
        }
    }

    @Test("is what there is when the deadline leaves no room, or the vendor fails")
    func noRoom() async throws {
        var patient = configuration
        patient.provisionalWait = .seconds(30)
        try await withVendor(patient, script) { vendor in
            #expect(await vendor.fetch(awaitsFinal: true).answer == "preliminary")
            #expect(vendor.server.requests == 1)
        }
        try await withVendor(configuration, answers(answer(200, "preliminary"), answer(500))) { vendor in
            let fetched = await vendor.fetch(awaitsFinal: true)
            #expect(fetched.cause == .ok)
            #expect(fetched.answer == "preliminary")
            #expect(fetched.attempts == 3)
        }
    }
}
