/// A set of slots of a record type. Sixty-four fields, as most types have, need no memory of their own.
struct SlotSet {
    private var first: UInt64 = 0
    private var rest: [UInt64] = []

    init(count: Int) {
        if count > 64 { rest = Array(repeating: 0, count: (count - 1) / 64) }
    }

    /// False if the slot is there already, or beyond the count.
    mutating func insert(_ slot: Int) -> Bool {
        let bit: UInt64 = 1 << UInt64(slot & 63)
        if slot < 64 {
            defer { first |= bit }
            return first & bit == 0
        }
        let word = slot / 64 - 1
        guard rest.indices.contains(word), rest[word] & bit == 0 else { return false }
        rest[word] |= bit
        return true
    }
}
