import Testing

@testable import Upstream

@Suite("What a vendor's limits tell")
struct UpstreamStatusTests {
    private static let start = ContinuousClock.Instant.now

    @Test("is how many calls are left in the minute, wherever it began")
    func quota() {
        var quota = Quota(maxCalls: 4)
        #expect(quota.left(now: Self.start) == 4)
        for second in [0, 10, 20] {
            _ = quota.reserve(
                now: Self.start + .seconds(second), latest: Self.start + .seconds(second), priority: .interactive)
        }
        for (second, left) in [(20, 1), (59, 1), (60, 2), (69, 2), (70, 3), (80, 4), (1000, 4)] {
            #expect(quota.left(now: Self.start + .seconds(second)) == left, "\(second)")
        }
        for second in [100, 101, 102, 103] {
            _ = quota.reserve(
                now: Self.start + .seconds(second), latest: Self.start + .seconds(second), priority: .interactive)
        }
        #expect(quota.left(now: Self.start + .seconds(103)) == 0)
        #expect(quota.left(now: Self.start + .seconds(162)) == 3)
    }

    @Test("is which limit refused, how often, and what the breaker does and why")
    func shed() {
        let limits = Limits(
            UpstreamConfiguration(
                retry: RetryPolicy(maxAttempts: 1), breaker: BreakerConfiguration(minCalls: 1, failurePercent: 1),
                quotaPerMinute: 1, maxFetches: 1), now: Self.start)
        #expect(limits.enter(.interactive) && !limits.enter(.interactive))
        guard case .admitted(let ticket) = limits.admit(now: Self.start, latest: Self.start, priority: .interactive)
        else {
            Issue.record("refused")
            return
        }
        _ = limits.admit(now: Self.start, latest: Self.start, priority: .interactive)
        var status = limits.status(now: Self.start)
        #expect(status.breaker == .closed && status.breakerReason == nil)
        #expect(status.shed == [.fetches: 1, .quota: 1] && status.fetches == 1)
        limits.record(.serverError, retry: .backoff, of: ticket, now: Self.start)
        _ = limits.admit(now: Self.start, latest: Self.start, priority: .interactive)
        status = limits.status(now: Self.start)
        #expect(status.breaker == .open && status.breakerReason == .failures)
        #expect(status.shed == [.fetches: 1, .quota: 1, .breaker: 1])
        #expect(status.quota.map { [$0.max, $0.left] } == [1, 0])
        #expect(status.retryTokens == 19)
    }
}
