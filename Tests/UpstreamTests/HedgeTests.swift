import TestSupport
import Testing

@testable import Upstream

@Suite("A second attempt beside a slow one")
struct HedgeTests {
    /// Answers every request but the first of all.
    private static func silentAtFirst() -> @Sendable (inout RawConnection) async throws -> Void {
        let requests = Counter()
        return { connection in
            while try await connection.request() != nil {
                if requests.increment() == 1 { return await connection.waitForClose() }
                try await connection.send(answer(200, "hedge"))
            }
        }
    }

    @Test("gives the answer if it is the first to have one, and the other is cancelled")
    func wins() async throws {
        let configuration = UpstreamConfiguration(retry: .quick(2), hedgeAfter: .milliseconds(1))
        try await withVendor(configuration, Self.silentAtFirst()) { vendor in
            let fetched = await vendor.fetch()
            #expect(fetched.answer == "hedge")
            #expect(fetched.attempts == 2)
            // Which of the two the vendor sees first is the network's choice.
            #expect(Set(fetched.attemptReports.map(\.kind)) == [.first, .hedge])
            #expect(fetched.attemptReports.map(\.cause) == [.ok, nil])
            #expect(vendor.observed.attempts.map(\.number).sorted() == [1, 2])
        }
    }

    @Test("isn't made while the first is quick, nor by default")
    func notNeeded() async throws {
        for hedgeAfter in [Duration.seconds(20), nil] {
            let configuration = UpstreamConfiguration(retry: .quick(2), hedgeAfter: hedgeAfter)
            try await withVendor(configuration, answers(answer(200, "quick"))) { vendor in
                #expect(await vendor.fetch().attempts == 1)
                #expect(vendor.server.requests == 1)
            }
        }
    }

    @Test(
        "draws on attempts, quota and budget",
        arguments: [
            UpstreamConfiguration(retry: .quick(1), hedgeAfter: .zero),
            UpstreamConfiguration(retry: .quick(2), quotaPerMinute: 1, hedgeAfter: .zero),
        ])
    func refused(configuration: UpstreamConfiguration) async throws {
        try await withVendor(configuration, Self.silentAtFirst()) { vendor in
            let fetched = await vendor.fetch(within: .milliseconds(200))
            #expect(fetched.cause == .timeout)
            #expect(vendor.server.requests == 1)
        }
    }

    @Test("a failure of one leaves the other its time")
    func oneFails() async throws {
        let requests = Counter()
        let gate = Gate()
        let configuration = UpstreamConfiguration(retry: .quick(2), hedgeAfter: .milliseconds(1))
        try await withVendor(configuration) { connection in
            while try await connection.request() != nil {
                if requests.increment() == 1 {
                    await gate.wait()
                    try await connection.send(answer(500))
                } else {
                    gate.open()
                    try await connection.send(answer(200, "good"))
                }
            }
        } body: { vendor in
            #expect(await vendor.fetch().answer == "good")
        }
    }
}
