/// Finds the slot of a field by the UTF-8 bytes of its name, without making a string of them.
///
/// A hash table with open addressing, at most half full. It is made once for a record type; what is looked up in it
/// can come from anyone, but can't change it, so that a lookup is bounded whatever the name.
struct FieldIndex: Sendable {
    private let names: [[UInt8]]
    /// Slot of a field, or -1.
    private let table: [Int]

    /// - Parameter names: in the order of their slots. Of two equal ones the first counts.
    init(_ names: [String]) {
        self.names = names.map { Array($0.utf8) }
        var size = 4
        while size < names.count * 2 { size *= 2 }
        var table = [Int](repeating: -1, count: size)
        for (slot, name) in self.names.enumerated() {
            var position = Int(truncatingIfNeeded: Self.hash(name.indices, in: name)) & (size - 1)
            while table[position] >= 0, self.names[table[position]] != name { position = (position + 1) & (size - 1) }
            if table[position] < 0 { table[position] = slot }
        }
        self.table = table
    }

    /// The slot of the field whose name stands at a range of a document.
    ///
    /// - Parameter guess: the slot to try first. Documents mostly have their fields in the declared order.
    func slot(of name: Range<Int>, in bytes: [UInt8], guess: Int) -> Int? {
        if guess < names.count, isSame(names[guess], name, in: bytes) { return guess }
        var position = Int(truncatingIfNeeded: Self.hash(name, in: bytes)) & (table.count - 1)
        while case let slot = table[position], slot >= 0 {
            if isSame(names[slot], name, in: bytes) { return slot }
            position = (position + 1) & (table.count - 1)
        }
        return nil
    }

    private func isSame(_ left: [UInt8], _ right: Range<Int>, in bytes: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        for index in left.indices where left[index] != bytes[right.lowerBound + index] { return false }
        return true
    }

    /// FNV-1a, 64 bits.
    static func hash(_ range: Range<Int>, in bytes: [UInt8]) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for index in range { hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01b3 }
        return hash
    }
}
