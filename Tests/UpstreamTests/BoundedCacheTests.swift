import Testing

@testable import Upstream

@Suite("The cache")
struct BoundedCacheTests {
    private let start = ContinuousClock.now
    private static let entryBytes = BoundedCache<Int>.entryOverheadBytes

    @Test("gives back what is fresh and forgets what isn't")
    func expiry() {
        var cache = BoundedCache<Int>(maxBytes: 10_000)
        cache.insert(1, for: "a", costBytes: 10, expiry: start + .seconds(2))
        #expect(cache.payload(for: "a", now: start + .seconds(1)) == 1)
        #expect(cache.payload(for: "a", now: start + .seconds(2)) == nil)
        #expect(cache.count == 0)
        #expect(cache.bytes == 0)
        #expect(cache.payload(for: "b", now: start) == nil)
    }

    @Test("drops what was used longest ago first")
    func leastRecentlyUsed() {
        var cache = BoundedCache<Int>(maxBytes: 3 * (Self.entryBytes + 11))
        for (key, value) in [("a", 1), ("b", 2), ("c", 3)] {
            cache.insert(value, for: key, costBytes: 10, expiry: start + .seconds(9))
        }
        #expect(cache.payload(for: "a", now: start) == 1)
        cache.insert(4, for: "d", costBytes: 10, expiry: start + .seconds(9))
        #expect(cache.payload(for: "b", now: start) == nil)
        for (key, value) in [("a", 1), ("c", 3), ("d", 4)] { #expect(cache.payload(for: key, now: start) == value) }
    }

    @Test("replaces an entry without counting it twice")
    func replacement() {
        var cache = BoundedCache<Int>(maxBytes: 10_000)
        cache.insert(1, for: "a", costBytes: 100, expiry: start + .seconds(9))
        cache.insert(2, for: "a", costBytes: 50, expiry: start + .seconds(9))
        #expect(cache.payload(for: "a", now: start) == 2)
        #expect(cache.count == 1)
        #expect(cache.bytes == 50 + 1 + Self.entryBytes)
    }

    @Test("keeps nothing that alone is too large, and nothing at all with no bytes")
    func tooLarge() {
        var cache = BoundedCache<Int>(maxBytes: 1000)
        cache.insert(1, for: "a", costBytes: 1000, expiry: start + .seconds(9))
        #expect(cache.count == 0)
        var none = BoundedCache<Int>(maxBytes: 0)
        none.insert(1, for: "a", costBytes: 0, expiry: start + .seconds(9))
        #expect(none.count == 0)
    }

    @Test("never holds more than its bytes, and agrees with a plain model, over many random operations")
    func model() {
        var random = SplitMix(seed: 7)
        let maxBytes = 20 * (Self.entryBytes + 60)
        var cache = BoundedCache<Int>(maxBytes: maxBytes)
        var model: [(key: String, value: Int, cost: Int, expiry: ContinuousClock.Instant)] = []
        var now = start
        for step in 0..<50_000 {
            now = now + .milliseconds(Int64(random.next() % 20))
            let key = "k\(random.next() % 60)"
            if random.next() % 2 == 0 {
                let cost = Int(random.next() % 200)
                let expiry = now + .milliseconds(Int64(random.next() % 2000))
                cache.insert(step, for: key, costBytes: cost, expiry: expiry)
                model.removeAll { $0.key == key }
                let total = cost + key.utf8.count + Self.entryBytes
                while model.map(\.cost).reduce(0, +) > maxBytes - total, !model.isEmpty { model.removeFirst() }
                model.append((key, step, total, expiry))
            } else {
                let expected = model.first { $0.key == key }
                model.removeAll { $0.key == key }
                let fresh = expected.flatMap { now < $0.expiry ? $0 : nil }
                if let fresh { model.append(fresh) }
                #expect(cache.payload(for: key, now: now) == fresh?.value)
            }
            #expect(cache.bytes <= maxBytes)
            #expect(cache.count == model.count)
        }
    }
}
