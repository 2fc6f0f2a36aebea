import Testing

@testable import Upstream

@Suite("The cache")
struct BoundedCacheTests {
    private let start = ContinuousClock.now
    private static let entryBytes = BoundedCache<Int>.entryOverheadBytes

    @Test("gives back what is fresh and forgets what isn't")
    func expiry() {
        var cache = BoundedCache<Int>(maxBytes: 10_000)
        cache.insert(1, for: "a", costBytes: 10, now: start, timeToLive: .seconds(2))
        #expect(cache.hit(for: "a", now: start + .seconds(1))?.payload == 1)
        #expect(cache.hit(for: "a", now: start + .seconds(2)) == nil)
        #expect(cache.count == 0)
        #expect(cache.bytes == 0)
        #expect(cache.hit(for: "b", now: start)?.payload == nil)
    }

    @Test("drops what was used longest ago first")
    func leastRecentlyUsed() {
        var cache = BoundedCache<Int>(maxBytes: 3 * (Self.entryBytes + 11))
        for (key, value) in [("a", 1), ("b", 2), ("c", 3)] {
            cache.insert(value, for: key, costBytes: 10, now: start, timeToLive: .seconds(9))
        }
        #expect(cache.hit(for: "a", now: start)?.payload == 1)
        cache.insert(4, for: "d", costBytes: 10, now: start, timeToLive: .seconds(9))
        #expect(cache.hit(for: "b", now: start)?.payload == nil)
        for (key, value) in [("a", 1), ("c", 3), ("d", 4)] {
            #expect(cache.hit(for: key, now: start)?.payload == value)
        }
    }

    @Test("replaces an entry without counting it twice")
    func replacement() {
        var cache = BoundedCache<Int>(maxBytes: 10_000)
        cache.insert(1, for: "a", costBytes: 100, now: start, timeToLive: .seconds(9))
        cache.insert(2, for: "a", costBytes: 50, now: start, timeToLive: .seconds(9))
        #expect(cache.hit(for: "a", now: start)?.payload == 2)
        #expect(cache.count == 1)
        #expect(cache.bytes == 50 + 1 + Self.entryBytes)
    }

    @Test("keeps nothing that alone is too large, and nothing at all with no bytes")
    func tooLarge() {
        var cache = BoundedCache<Int>(maxBytes: 1000)
        cache.insert(1, for: "a", costBytes: 1000, now: start, timeToLive: .seconds(9))
        #expect(cache.count == 0)
        var none = BoundedCache<Int>(maxBytes: 0)
        none.insert(1, for: "a", costBytes: 0, now: start, timeToLive: .seconds(9))
        #expect(none.count == 0)
    }

    @Test("gives back what is stale, and says so, until its grace has ended")
    func grace() {
        var cache = BoundedCache<Int>(maxBytes: 10_000)
        cache.insert(1, for: "a", costBytes: 10, now: start, timeToLive: .seconds(2), grace: .seconds(3))
        #expect(cache.hit(for: "a", now: start + .milliseconds(4999))?.expiry == start + .seconds(2))
        #expect(cache.hit(for: "a", now: start + .seconds(5)) == nil)
        #expect(cache.bytes == 0)
    }

    @Test(
        "never holds more than its bytes nor serves past its time, and agrees with a plain model, over a million random events"
    )
    func model() {
        var random = SplitMix(seed: 7)
        let maxBytes = 12 * (Self.entryBytes + 60)
        var cache = BoundedCache<Int>(maxBytes: maxBytes)
        var model: [(key: String, value: Int, cost: Int, end: ContinuousClock.Instant)] = []
        let keys = (0..<30).map { "k\($0)" }
        var now = start
        var broken = 0
        for step in 0..<1_000_000 {
            now = now + .milliseconds(Int64(random.next() % 20))
            let key = keys[Int(random.next() % 30)]
            let place = model.firstIndex { $0.key == key }
            let known = place.map { model.remove(at: $0) }
            if random.next() % 2 == 0 {
                let cost = Int(random.next() % 200)
                let timeToLive = Duration.milliseconds(Int64(random.next() % 1000))
                let grace = Duration.milliseconds(Int64(random.next() % 1000))
                cache.insert(step, for: key, costBytes: cost, now: now, timeToLive: timeToLive, grace: grace)
                let total = cost + key.utf8.count + Self.entryBytes
                var used = model.reduce(0) { $0 + $1.cost }
                while used > maxBytes - total, !model.isEmpty { used -= model.removeFirst().cost }
                model.append((key, step, total, now + timeToLive + grace))
            } else {
                let expected = known.flatMap { now < $0.end ? $0 : nil }
                if let expected { model.append(expected) }
                if cache.hit(for: key, now: now)?.payload != expected?.value { broken += 1 }
            }
            if cache.bytes > maxBytes || cache.count != model.count { broken += 1 }
        }
        #expect(broken == 0)
    }
}
