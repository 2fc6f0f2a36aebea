/// A set of small numbers: a record's slots, a pattern's instructions. Sixty-four, as most records and patterns have, need
/// no memory of their own.
struct BitSet {
    private var first: UInt64 = 0
    private var rest: [UInt64] = []

    init(count: Int) {
        if count > 64 { rest = Array(repeating: 0, count: (count - 1) / 64) }
    }

    var isEmpty: Bool { first == 0 && rest.allSatisfy { $0 == 0 } }

    /// False if it is there already, or beyond the count.
    @discardableResult
    mutating func insert(_ number: Int) -> Bool {
        let bit: UInt64 = 1 << UInt64(number & 63)
        if number < 64 {
            defer { first |= bit }
            return first & bit == 0
        }
        let word = number / 64 - 1
        guard rest.indices.contains(word), rest[word] & bit == 0 else { return false }
        rest[word] |= bit
        return true
    }

    /// Takes the lowest one out.
    mutating func popFirst() -> Int? {
        if first != 0 {
            defer { first &= first - 1 }
            return first.trailingZeroBitCount
        }
        guard let word = rest.firstIndex(where: { $0 != 0 }) else { return nil }
        defer { rest[word] &= rest[word] - 1 }
        return (word + 1) * 64 + rest[word].trailingZeroBitCount
    }

    mutating func removeAll() {
        first = 0
        for word in rest.indices { rest[word] = 0 }
    }
}
