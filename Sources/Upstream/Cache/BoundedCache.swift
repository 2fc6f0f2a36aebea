/// A cache of bounded bytes: least recently used out first, each entry with its own time to live and a time of grace
/// after that.
///
/// A value without a clock: the caller passes the time. Entries are kept in one array, linked by index in the order
/// of use, so that a lookup moves an entry without allocating.
struct BoundedCache<Payload> {
    struct Hit {
        let payload: Payload
        let stored: ContinuousClock.Instant
        /// From then on it is stale.
        let expiry: ContinuousClock.Instant
    }

    private struct Entry {
        var key: String
        var payload: Payload?
        var stored: ContinuousClock.Instant
        var expiry: ContinuousClock.Instant
        var end: ContinuousClock.Instant
        var costBytes: Int
        var newer: Int32
        var older: Int32
    }

    /// In place of the index of an entry.
    private static var none: Int32 { -1 }

    /// What an entry costs besides its key and payload: its place in the array, up to three places in the index, which
    /// is never full, and what the allocator adds to the key.
    static var entryOverheadBytes: Int { MemoryLayout<Entry>.stride + 136 }

    let maxBytes: Int
    private(set) var bytes = 0
    private var entries: [Entry] = []
    private var freeSlots: [Int32] = []
    private var index: [String: Int32] = [:]
    private var newest = Self.none
    private var oldest = Self.none

    var count: Int { index.count }

    init(maxBytes: Int) {
        self.maxBytes = max(0, maxBytes)
    }

    /// The payload under a key, fresh at `now` or within its grace; it then counts as just used. One that is past that
    /// is dropped.
    mutating func hit(for key: String, now: ContinuousClock.Instant) -> Hit? {
        guard let slot = index[key] else { return nil }
        guard now < entries[Int(slot)].end, let payload = entries[Int(slot)].payload else {
            remove(slot)
            return nil
        }
        if newest != slot {
            unlink(slot)
            link(slot)
        }
        return Hit(payload: payload, stored: entries[Int(slot)].stored, expiry: entries[Int(slot)].expiry)
    }

    /// Puts a payload in, and the least recently used out until all fit. One that alone is too large isn't kept, and
    /// neither is what was under its key.
    mutating func insert(
        _ payload: Payload, for key: String, costBytes: Int, now: ContinuousClock.Instant, timeToLive: Duration,
        grace: Duration = .zero
    ) {
        if let slot = index[key] { remove(slot) }
        let cost = max(0, costBytes) + key.utf8.count + Self.entryOverheadBytes
        guard cost <= maxBytes, entries.count < Int(Int32.max) else { return }
        while bytes > maxBytes - cost, oldest != Self.none { remove(oldest) }
        let expiry = now + max(.zero, timeToLive)
        let entry = Entry(
            key: key, payload: payload, stored: now, expiry: expiry, end: expiry + max(.zero, grace), costBytes: cost,
            newer: Self.none, older: Self.none)
        let slot: Int32
        if let free = freeSlots.popLast() {
            slot = free
            entries[Int(free)] = entry
        } else {
            slot = Int32(entries.count)
            entries.append(entry)
        }
        index[key] = slot
        bytes += cost
        link(slot)
    }

    private mutating func remove(_ slot: Int32) {
        unlink(slot)
        let entry = Int(slot)
        index[entries[entry].key] = nil
        bytes -= entries[entry].costBytes
        entries[entry].payload = nil
        entries[entry].key = ""
        freeSlots.append(slot)
    }

    private mutating func link(_ slot: Int32) {
        entries[Int(slot)].newer = Self.none
        entries[Int(slot)].older = newest
        if newest != Self.none { entries[Int(newest)].newer = slot }
        newest = slot
        if oldest == Self.none { oldest = slot }
    }

    private mutating func unlink(_ slot: Int32) {
        let (newer, older) = (entries[Int(slot)].newer, entries[Int(slot)].older)
        if newer != Self.none { entries[Int(newer)].older = older } else { newest = older }
        if older != Self.none { entries[Int(older)].newer = newer } else { oldest = newer }
    }
}
