import Testing

@testable import Server

@Suite("What our own part of a decision takes")
struct OwnTimeTests {
    @Test("lets everything through that has time left, until something was measured")
    func unmeasured() {
        var time = OwnTime()
        func admits(_ timeLeft: Duration, at now: UInt32) -> Bool { time.admits(timeLeft: timeLeft, now: now) }
        #expect(admits(.microseconds(1), at: 0))
        #expect(!admits(.zero, at: 10_000))
        #expect(!admits(.seconds(-1), at: 10_000))
    }

    @Test("is believed when it goes on being long, and forgotten soon when it is short again")
    func average() {
        var time = OwnTime()
        time.measured(.seconds(2))
        #expect(time.expected == .milliseconds(250))
        for _ in 0..<40 { time.measured(.seconds(2)) }
        #expect(time.expected > .milliseconds(1950) && time.expected <= .seconds(2))
        for _ in 0..<4 { time.measured(.milliseconds(1)) }
        #expect(time.expected < .milliseconds(130))
        for _ in 0..<20 { time.measured(.milliseconds(1)) }
        #expect(time.expected == .milliseconds(1))
    }

    @Test("keeps out what has less time left, but for one request now and then that finds out whether it still is so")
    func probes() {
        var time = OwnTime()
        func admits(_ timeLeft: Duration, at now: UInt32) -> Bool { time.admits(timeLeft: timeLeft, now: now) }
        for _ in 0..<100 { time.measured(.seconds(1)) }
        #expect(admits(.milliseconds(1500), at: 1000))
        #expect(admits(.milliseconds(500), at: 1000))
        for now: UInt32 in [1000, 1100, 1249] { #expect(!admits(.milliseconds(500), at: now)) }
        #expect(admits(.milliseconds(500), at: 1250))
        #expect(!admits(.milliseconds(500), at: 1251))
        // Not for one that is late already.
        #expect(!admits(.zero, at: 9000))
        #expect(admits(.milliseconds(500), at: 9000))
    }

    @Test("counts on when the milliseconds begin anew")
    func wraps() {
        var time = OwnTime()
        func admits(_ timeLeft: Duration, at now: UInt32) -> Bool { time.admits(timeLeft: timeLeft, now: now) }
        for _ in 0..<100 { time.measured(.seconds(1)) }
        #expect(admits(.milliseconds(500), at: .max - 100))
        #expect(!admits(.milliseconds(500), at: 100))
        #expect(admits(.milliseconds(500), at: 149))
    }

    @Test("is bounded, and takes a clock that went back for no time at all")
    func extremes() {
        var time = OwnTime()
        for _ in 0..<1000 { time.measured(.seconds(1 << 40)) }
        #expect(time.expected <= .seconds(3600))
        for _ in 0..<100 { time.measured(.seconds(-5)) }
        #expect(time.expected == .zero)
        #expect(OwnTime(rawValue: time.rawValue) == time)
    }
}
