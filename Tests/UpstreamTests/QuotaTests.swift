import Testing

@testable import Upstream

@Suite("The quota")
struct QuotaTests {
    private let start = ContinuousClock.now

    @Test("allows as many calls as it says at once, and the next a minute after the first")
    func burst() {
        var quota = Quota(maxCalls: 3)
        for second in 0..<3 {
            let now = start + .seconds(second)
            #expect(quota.reserve(now: now, latest: now, priority: .interactive) == now)
        }
        let now = start + .seconds(10)
        #expect(quota.reserve(now: now, latest: start + .seconds(59), priority: .interactive) == nil)
        #expect(quota.reserve(now: now, latest: start + .seconds(70), priority: .interactive) == start + .seconds(60))
        #expect(quota.reserve(now: now, latest: start + .seconds(70), priority: .interactive) == start + .seconds(61))
    }

    @Test("what is refused takes nothing")
    func refusal() {
        var quota = Quota(maxCalls: 1)
        #expect(quota.reserve(now: start, latest: start, priority: .interactive) == start)
        for _ in 0..<5 { #expect(quota.reserve(now: start, latest: start, priority: .interactive) == nil) }
        let later = start + .seconds(60)
        #expect(quota.reserve(now: later, latest: later, priority: .interactive) == later)
    }

    @Test("keeps the last fifth for those who wait for an answer")
    func background() {
        var quota = Quota(maxCalls: 10)
        for _ in 0..<8 { #expect(quota.reserve(now: start, latest: start, priority: .background) == start) }
        #expect(quota.reserve(now: start, latest: start + .seconds(90), priority: .background) == nil)
        for _ in 0..<2 { #expect(quota.reserve(now: start, latest: start, priority: .interactive) == start) }
        #expect(quota.reserve(now: start, latest: start, priority: .interactive) == nil)
        let later = start + .seconds(60)
        #expect(quota.reserve(now: later, latest: later, priority: .background) == later)
    }

    @Test("never lets more through in any minute, over a million random events")
    func bound() {
        var random = SplitMix(seed: 5)
        let maxCalls = 300
        var quota = Quota(maxCalls: maxCalls)
        var now = start
        var granted: [ContinuousClock.Instant] = []
        var broken = 0
        for step in 0..<1_000_000 {
            // Rushes and lulls take turns.
            now = now + .milliseconds(Int64(random.next() % ((step / 5_000) % 2 == 0 ? 20 : 900)))
            let wait = Duration.milliseconds(Int64(random.next() % 3000))
            let isBackground = random.next() % 4 == 0
            guard
                let time = quota.reserve(
                    now: now, latest: now + wait, priority: isBackground ? .background : .interactive)
            else { continue }
            if time < now || time > now + wait || isBackground && time != now { broken += 1 }
            if let last = granted.last, time < last { broken += 1 }
            if granted.count >= maxCalls, time - granted[granted.count - maxCalls] < Quota.window { broken += 1 }
            granted.append(time)
        }
        #expect(broken == 0)
        // A refusal is no excuse: in a rush nearly all of it is used.
        #expect(granted.count > 200_000)
    }
}
