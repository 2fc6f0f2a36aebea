import Testing

@testable import Server

@Suite("A token bucket")
struct TokenBucketTests {
    private let start = ContinuousClock.now

    @Test("gives a minute's worth at once, and then one after the other as they come back")
    func refill() {
        var bucket = TokenBucket(perMinute: 60, now: start)
        func take(_ count: Int = 1, at time: ContinuousClock.Instant) -> Duration? { bucket.take(count, now: time) }
        for _ in 0..<60 { #expect(take(at: start) == nil) }
        #expect(take(at: start) == .seconds(1))
        #expect(take(at: start + .milliseconds(400)) == .milliseconds(600))
        #expect(take(at: start + .seconds(1)) == nil)
        #expect(take(at: start + .seconds(1)) == .seconds(1))
        #expect(take(10, at: start + .seconds(10)) == .seconds(1))
        #expect(take(9, at: start + .seconds(10)) == nil)
    }

    @Test("never holds more than a minute's worth, however long it rests")
    func rest() {
        var bucket = TokenBucket(perMinute: 3, now: start)
        func take(_ count: Int = 1, at time: ContinuousClock.Instant) -> Duration? { bucket.take(count, now: time) }
        let later = start + .seconds(86_400)
        #expect(take(3, at: later) == nil)
        #expect(take(at: later) == .seconds(20))
    }

    @Test("takes all of several or none")
    func several() {
        var bucket = TokenBucket(perMinute: 10, now: start)
        func take(_ count: Int = 1, at time: ContinuousClock.Instant) -> Duration? { bucket.take(count, now: time) }
        #expect(take(8, at: start) == nil)
        #expect(take(3, at: start) == .seconds(6))
        #expect(take(2, at: start) == nil)
    }

    @Test("lets through more than it holds when it is full, and has that paid for later")
    func debt() {
        var bucket = TokenBucket(perMinute: 10, now: start)
        func take(_ count: Int = 1, at time: ContinuousClock.Instant) -> Duration? { bucket.take(count, now: time) }
        #expect(take(30, at: start) == nil)
        #expect(take(at: start) == .seconds(126))
        #expect(take(at: start + .seconds(125)) == .seconds(1))
        #expect(take(at: start + .seconds(126)) == nil)
        #expect(take(30, at: start + .seconds(126)) == .seconds(60))
    }

    @Test("takes numbers that nobody means for the nearest", arguments: [Int.min, -1, 0, 1])
    func numbers(perMinute: Int) {
        var bucket = TokenBucket(perMinute: perMinute, now: start)
        func take(_ count: Int = 1, at time: ContinuousClock.Instant) -> Duration? { bucket.take(count, now: time) }
        #expect(take(.max, at: start) == nil)
        #expect(take(at: start) != nil)
    }
}
