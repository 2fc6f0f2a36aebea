import Testing

@testable import Upstream

@Suite("The breaker")
struct BreakerTests {
    private let start = ContinuousClock.now
    private let configuration = BreakerConfiguration(
        window: .seconds(10), minCalls: 4, failurePercent: 50, open: .seconds(1), maxOpen: .seconds(8), probes: 2,
        unauthorizedCalls: 2, maxRateLimitWait: .seconds(30))

    /// Makes a call that ends so, if it is admitted.
    private func call(
        _ breaker: inout Breaker, _ outcome: Breaker.Outcome, at time: Duration = .zero
    ) -> Breaker.Reason? {
        switch breaker.admit(now: start + time) {
        case .admitted(let permit):
            breaker.record(outcome, of: permit, now: start + time)
            return nil
        case .refused(let reason):
            return reason
        }
    }

    private func opened() -> Breaker {
        var breaker = Breaker(configuration, now: start)
        for _ in 0..<4 { _ = call(&breaker, .failure) }
        return breaker
    }

    @Test("opens when enough of enough calls failed, and refuses then")
    func opens() {
        var breaker = Breaker(configuration, now: start)
        for outcome in [Breaker.Outcome.success, .failure, .success] { #expect(call(&breaker, outcome) == nil) }
        #expect(breaker.state == .closed)
        _ = call(&breaker, .failure)
        #expect(breaker.state == .open(.failures, until: start + .seconds(1)))
        #expect(call(&breaker, .success, at: .milliseconds(999)) == .failures)
    }

    @Test("says nothing of a few calls, and forgets what is past")
    func minimum() {
        var breaker = Breaker(configuration, now: start)
        for _ in 0..<3 { _ = call(&breaker, .failure) }
        #expect(breaker.state == .closed)
        for _ in 0..<3 { _ = call(&breaker, .failure, at: .seconds(11)) }
        #expect(breaker.state == .closed)
    }

    @Test("lets a few probes through after a while, and closes when all are good")
    func probes() {
        var breaker = opened()
        let now = start + .seconds(1)
        guard case .admitted(let first) = breaker.admit(now: now), case .admitted(let second) = breaker.admit(now: now)
        else { return #expect(Bool(false), "no probe was let through") }
        #expect(breaker.admit(now: now) == .refused(.failures))
        breaker.record(.success, of: first, now: now)
        #expect(breaker.admit(now: now) == .refused(.failures))
        breaker.record(.success, of: second, now: now)
        #expect(breaker.state == .closed)
        // It has forgotten what made it open.
        for _ in 0..<3 { _ = call(&breaker, .failure, at: .seconds(1)) }
        #expect(breaker.state == .closed)
    }

    @Test("opens again for twice as long when a probe fails, up to a limit")
    func doubling() {
        var breaker = opened()
        var time = Duration.seconds(1)
        for wait in [2, 4, 8, 8, 8] {
            #expect(call(&breaker, .failure, at: time) == nil)
            #expect(breaker.state == .open(.failures, until: start + time + .seconds(wait)))
            time += .seconds(wait)
        }
    }

    @Test("gives the place of a probe that told nothing to another")
    func abandonedProbe() {
        var breaker = opened()
        for _ in 0..<20 { #expect(call(&breaker, .unknown, at: .seconds(1)) == nil) }
        for _ in 0..<2 { #expect(call(&breaker, .success, at: .seconds(1)) == nil) }
        #expect(breaker.state == .closed)
    }

    @Test("opens with a reason of its own when the key is refused again and again")
    func unauthorized() {
        var breaker = Breaker(configuration, now: start)
        for outcome in [Breaker.Outcome.unauthorized, .success, .unauthorized, .unknown] {
            #expect(call(&breaker, outcome) == nil)
        }
        #expect(breaker.state == .closed)
        #expect(call(&breaker, .unauthorized) == nil)
        #expect(call(&breaker, .success) == .unauthorized)
        #expect(call(&breaker, .unauthorized, at: .seconds(1)) == nil)
        #expect(call(&breaker, .success, at: .milliseconds(2500)) == .unauthorized)
    }

    @Test("stays open as long as the vendor asks, within a limit")
    func rateLimited() {
        var breaker = Breaker(configuration, now: start)
        #expect(call(&breaker, .rateLimited(wait: .seconds(5))) == nil)
        #expect(call(&breaker, .success, at: .milliseconds(4999)) == .rateLimited)
        #expect(call(&breaker, .rateLimited(wait: .seconds(3600)), at: .seconds(5)) == nil)
        #expect(breaker.state == .open(.rateLimited, until: start + .seconds(35)))
        var other = Breaker(configuration, now: start)
        #expect(call(&other, .rateLimited(wait: .zero)) == nil)
        #expect(other.state == .closed)
    }

    @Test("takes no word from calls that began before it changed")
    func late() {
        var breaker = Breaker(configuration, now: start)
        guard case .admitted(let early) = breaker.admit(now: start) else { return }
        for _ in 0..<4 { _ = call(&breaker, .failure) }
        let now = start + .seconds(1)
        guard case .admitted = breaker.admit(now: now) else { return #expect(Bool(false), "no probe") }
        breaker.record(.failure, of: early, now: now)
        #expect(breaker.state == .halfOpen(.failures, probing: 1, succeeded: 0))
    }

    @Test("never lets through more than its probes while not closed, and recovers, over a million random events")
    func bound() {
        var random = SplitMix(seed: 2)
        var breaker = Breaker(configuration, now: start)
        var now = start
        var held: [Breaker.Permit] = []
        var (broken, closings, openings) = (0, 0, 0)
        for step in 0..<1_000_000 {
            now = now + .milliseconds(Int64(random.next() % 200))
            let before = breaker.state
            if random.next() % 2 == 0 {
                switch (before, breaker.admit(now: now)) {
                case (.closed, .refused): broken += 1
                case (.open(_, let until), .admitted) where now < until: broken += 1
                case (_, .admitted(let permit)): held.append(permit)
                default: break
                }
            } else if let permit = held.popLast() {
                let failing = (step / 20_000) % 2 == 0
                let outcomes: [Breaker.Outcome] =
                    failing
                    ? [.failure, .unauthorized, .unknown, .rateLimited(wait: .seconds(9)), .success]
                    : [.success, .success, .success, .unknown, .rateLimited(wait: .zero)]
                breaker.record(outcomes.randomElement(using: &random) ?? .unknown, of: permit, now: now)
            }
            switch (before, breaker.state) {
            case (.halfOpen, .closed): closings += 1
            case (.closed, .open), (.halfOpen, .open): openings += 1
            case (.open, .closed): broken += 1
            default: break
            }
            if case .halfOpen(_, let probing, let succeeded) = breaker.state,
                probing < 0 || succeeded < 0 || probing + succeeded > configuration.probes
            {
                broken += 1
            }
            if case .open(_, let until) = breaker.state, until - now > .seconds(30) { broken += 1 }
        }
        #expect(broken == 0)
        #expect(closings > 10)
        #expect(openings > 10)
    }
}
