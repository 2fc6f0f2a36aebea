import Curl
import TestSupport
import Testing

@testable import Upstream

@Suite("Every attempt is told")
struct AttemptTests {
    @Test("with its number, its kind, how it ended and what it took")
    func reports() async throws {
        try await withVendor(.init(retry: .quick(2)), answers(answer(503), answer(200, "good"))) { vendor in
            let fetched = await vendor.fetch()
            for attempts in [fetched.attemptReports, vendor.observed.attempts] {
                #expect(attempts.map(\.number) == [1, 2])
                #expect(attempts.map(\.kind) == [.first, .retry])
                #expect(attempts.map(\.cause) == [.serverError, .ok])
                #expect(attempts.map(\.status) == [503, 200])
                #expect(attempts.map(\.connectionReused) == [false, true])
                #expect(attempts.map(\.requestID) == ["req_bad", "req_good"])
                #expect(attempts.allSatisfy { $0.duration > .zero && $0.timings.map { $0.total > .zero } == true })
            }
        }
    }

    @Test("also one that had no answer, but none that was never made")
    func noAnswer() async throws {
        try await withVendor(.init(retry: .quick(1), quotaPerMinute: 1)) { connection in
            _ = try await connection.request()
        } body: { vendor in
            let fetched = await vendor.fetch("1")
            #expect(fetched.attemptReports.map(\.cause) == [.unreachable])
            #expect(fetched.attemptReports.map(\.status) == [nil])
            #expect(await vendor.fetch("2").attemptReports.isEmpty)
            #expect(vendor.observed.attempts.count == 1)
        }
    }
}
