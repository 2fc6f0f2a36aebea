import TestSupport
import Testing

@testable import Upstream

@Suite("The cache's count of its bytes")
struct CacheMemoryTests {
    @Test(
        "is no less than what the process grows by, keys and bookkeeping included",
        .enabled(if: !Memory.isSanitized, "a sanitizer's memory isn't the program's"))
    func growth() async throws {
        // In a process of its own, or it would be made from memory that other tests left.
        await #expect(processExitsWith: .success) {
            let maxBytes = 64 << 20
            // All are kept to the end, so that none is made from memory that another left.
            var caches: [BoundedCache<[UInt8]>] = []
            for payloadBytes in [0, 100, 4000] {
                let before = try Memory.residentBytes()
                caches.append(BoundedCache(maxBytes: maxBytes))
                let cache = caches.count - 1
                var inserted = 0
                while inserted == caches[cache].count {
                    caches[cache].insert(
                        [UInt8](repeating: 1, count: payloadBytes),
                        for: "sid_0123456789abcdefghjkm\(100_000 + inserted)",
                        // What an array holds besides its elements, and what the allocator rounds up to.
                        costBytes: payloadBytes == 0 ? 0 : payloadBytes + 48, now: .now, timeToLive: .seconds(60))
                    inserted += 1
                }
                let growth = try Memory.residentBytes() - before
                #expect(growth < maxBytes, "\(inserted) payloads of \(payloadBytes) bytes")
                #expect(growth > maxBytes / 2, "\(inserted) payloads of \(payloadBytes) bytes")
            }
            #expect(caches.allSatisfy { $0.bytes <= maxBytes })
        }
    }
}
