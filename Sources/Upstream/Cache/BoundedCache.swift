/// A cache of bounded bytes: least recently used out first, each entry with its own time to live.
///
/// A value without a clock: the caller passes the time. Entries are kept in one array, linked by index in the order
/// of use, so that a lookup moves an entry without allocating.
struct BoundedCache<Payload> {
    /// What an entry costs besides its key and payload: its slot, its place in the index, allocator overhead.
    static var entryOverheadBytes: Int { 256 }

    private struct Entry {
        var key: String
        var payload: Payload?
        var expiry: ContinuousClock.Instant
        var costBytes: Int
        var newer: Int?
        var older: Int?
    }

    let maxBytes: Int
    private(set) var bytes = 0
    private var entries: [Entry] = []
    private var freeSlots: [Int] = []
    private var index: [String: Int] = [:]
    private var newest: Int?
    private var oldest: Int?

    var count: Int { index.count }

    init(maxBytes: Int) {
        self.maxBytes = max(0, maxBytes)
    }

    /// The payload under a key, if it is fresh at `now`; it then counts as just used. An expired one is dropped.
    mutating func payload(for key: String, now: ContinuousClock.Instant) -> Payload? {
        guard let slot = index[key] else { return nil }
        guard now < entries[slot].expiry else {
            remove(slot)
            return nil
        }
        if newest != slot {
            unlink(slot)
            link(slot)
        }
        return entries[slot].payload
    }

    /// Puts a payload in, and the least recently used out until all fit. One that alone is too large isn't kept.
    mutating func insert(_ payload: Payload, for key: String, costBytes: Int, expiry: ContinuousClock.Instant) {
        if let slot = index[key] { remove(slot) }
        let cost = max(0, costBytes) + key.utf8.count + Self.entryOverheadBytes
        guard cost <= maxBytes else { return }
        while bytes > maxBytes - cost, let slot = oldest { remove(slot) }
        let entry = Entry(key: key, payload: payload, expiry: expiry, costBytes: cost)
        let slot: Int
        if let free = freeSlots.popLast() {
            slot = free
            entries[free] = entry
        } else {
            slot = entries.count
            entries.append(entry)
        }
        index[key] = slot
        bytes += cost
        link(slot)
    }

    private mutating func remove(_ slot: Int) {
        unlink(slot)
        index[entries[slot].key] = nil
        bytes -= entries[slot].costBytes
        entries[slot].payload = nil
        entries[slot].key = ""
        freeSlots.append(slot)
    }

    private mutating func link(_ slot: Int) {
        entries[slot].newer = nil
        entries[slot].older = newest
        if let newest { entries[newest].newer = slot }
        newest = slot
        if oldest == nil { oldest = slot }
    }

    private mutating func unlink(_ slot: Int) {
        let (newer, older) = (entries[slot].newer, entries[slot].older)
        if let newer { entries[newer].older = older } else { newest = older }
        if let older { entries[older].newer = newer } else { oldest = newer }
    }
}
