/// A canonical Huffman code, as DEFLATE describes it: by the length of each symbol's code (RFC 1951, section 3.2.2).
struct HuffmanCode {
    static let maxLength = 15

    /// How many codes there are of each length.
    private var counts = [Int](repeating: 0, count: maxLength + 1)
    /// The symbols, in the order of their codes.
    private var symbols: [Int] = []

    /// - Parameter lengths: of each symbol's code in bits, 0 to 15; 0 for a symbol that doesn't occur.
    /// - Returns: nil if there are more codes of a length than that has room for.
    init?(lengths: some Collection<Int>) {
        for length in lengths {
            guard (0...Self.maxLength).contains(length) else { return nil }
            counts[length] += 1
        }
        counts[0] = 0
        var room = 1
        for length in 1...Self.maxLength {
            room = room * 2 - counts[length]
            guard room >= 0 else { return nil }
        }
        symbols = lengths.enumerated().filter { $0.element > 0 }.sorted {
            ($0.element, $0.offset) < ($1.element, $1.offset)
        }.map(\.offset)
    }

    /// Reads one symbol, bit by bit.
    ///
    /// - Returns: nil if the input ends, or holds no code.
    func decode(_ nextBit: () throws(InflateError) -> Int) throws(InflateError) -> Int {
        var (code, first, index) = (0, 0, 0)
        for length in 1...Self.maxLength {
            code |= try nextBit()
            let count = counts[length]
            if code - count < first { return symbols[index + code - first] }
            index += count
            first = (first + count) << 1
            code <<= 1
        }
        throw .malformed
    }
}
