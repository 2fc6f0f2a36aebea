/// Why compressed data can't be read.
enum InflateError: Error {
    case malformed
    case tooLarge
}

/// Reads zlib data (RFC 1950, with DEFLATE, RFC 1951), whole and up to a limit: tokens of a kilobyte, not files.
struct Inflate {
    private let input: [UInt8]
    private var position = 0
    private var bits = 0
    private var bitCount = 0
    private var output: [UInt8] = []
    private let maxBytes: Int

    /// - Throws: `malformed` if it isn't zlib data to the last byte, `tooLarge` if it comes to more than `maxBytes`.
    static func zlib(_ input: [UInt8], maxBytes: Int) throws(InflateError) -> [UInt8] {
        var inflate = Inflate(input: input, maxBytes: maxBytes)
        try inflate.readHeader()
        while try !inflate.readBlock() {}
        try inflate.readChecksum()
        return inflate.output
    }

    private init(input: [UInt8], maxBytes: Int) {
        self.input = input
        self.maxBytes = maxBytes
    }

    private mutating func readHeader() throws(InflateError) {
        let (method, flags) = (Int(try byte()), Int(try byte()))
        // DEFLATE, a window of at most 32 KiB, no preset dictionary.
        guard method & 0x0F == 8, method >> 4 <= 7, flags & 0x20 == 0, (method << 8 | flags) % 31 == 0 else {
            throw .malformed
        }
    }

    /// Adler-32, big-endian, and then nothing.
    private mutating func readChecksum() throws(InflateError) {
        (bits, bitCount) = (0, 0)
        var (low, high): (UInt32, UInt32) = (1, 0)
        for byte in output {
            low = (low + UInt32(byte)) % 65_521
            high = (high + low) % 65_521
        }
        for shift in [24, 16, 8, 0] as [UInt32] {
            guard try byte() == UInt8(truncatingIfNeeded: (high << 16 | low) >> shift) else { throw .malformed }
        }
        guard position == input.count else { throw .malformed }
    }

    /// - Returns: whether it was the last block.
    private mutating func readBlock() throws(InflateError) -> Bool {
        let isLast = try read(1) == 1
        switch try read(2) {
        case 0: try readStored()
        case 1: try readCompressed(Self.fixedLiterals, Self.fixedDistances)
        case 2:
            let (literals, distances) = try readCodes()
            try readCompressed(literals, distances)
        default: throw .malformed
        }
        return isLast
    }

    private mutating func readStored() throws(InflateError) {
        (bits, bitCount) = (0, 0)
        let length = Int(try byte()) | Int(try byte()) << 8
        let complement = Int(try byte()) | Int(try byte()) << 8
        guard length == ~complement & 0xFFFF, length <= input.count - position else { throw .malformed }
        guard length <= maxBytes - output.count else { throw .tooLarge }
        output += input[position..<position + length]
        position += length
    }

    private mutating func readCompressed(
        _ literals: HuffmanCode?, _ distances: HuffmanCode?
    ) throws(InflateError) {
        guard let literals, let distances else { throw .malformed }
        while true {
            let symbol = try decode(literals)
            if symbol < 256 {
                guard output.count < maxBytes else { throw .tooLarge }
                output.append(UInt8(symbol))
            } else if symbol == 256 {
                return
            } else {
                try copy(lengthSymbol: symbol - 257, distances)
            }
        }
    }

    private mutating func copy(lengthSymbol: Int, _ distances: HuffmanCode) throws(InflateError) {
        guard lengthSymbol < Self.lengths.count else { throw .malformed }
        let length = Self.lengths[lengthSymbol] + (try read(Self.lengthExtraBits[lengthSymbol]))
        let symbol = try decode(distances)
        guard symbol < Self.distances.count else { throw .malformed }
        let distance = Self.distances[symbol] + (try read(max(0, symbol / 2 - 1)))
        guard distance <= output.count else { throw .malformed }
        guard length <= maxBytes - output.count else { throw .tooLarge }
        // Byte by byte: what is copied may begin with what is being written.
        for _ in 0..<length { output.append(output[output.count - distance]) }
    }

    /// The codes of a block that brings its own (RFC 1951, section 3.2.7).
    private mutating func readCodes() throws(InflateError) -> (HuffmanCode?, HuffmanCode?) {
        let literalCount = try read(5) + 257
        let distanceCount = try read(5) + 1
        let lengthCount = try read(4) + 4
        guard literalCount <= 286, distanceCount <= 30 else { throw .malformed }
        var codeLengths = [Int](repeating: 0, count: 19)
        for place in Self.codeLengthOrder.prefix(lengthCount) { codeLengths[place] = try read(3) }
        guard let code = HuffmanCode(lengths: codeLengths) else { throw .malformed }
        var lengths: [Int] = []
        while lengths.count < literalCount + distanceCount {
            let symbol = try decode(code)
            if symbol < 16 {
                lengths.append(symbol)
                continue
            }
            guard symbol > 16 || !lengths.isEmpty else { throw .malformed }
            let repeated = symbol == 16 ? lengths[lengths.count - 1] : 0
            let count =
                switch symbol {
                case 16: 3 + (try read(2))
                case 17: 3 + (try read(3))
                default: 11 + (try read(7))
                }
            guard count <= literalCount + distanceCount - lengths.count else { throw .malformed }
            lengths += repeatElement(repeated, count: count)
        }
        // Without an end of block there would be none.
        guard lengths[256] > 0 else { throw .malformed }
        return (HuffmanCode(lengths: lengths[..<literalCount]), HuffmanCode(lengths: lengths[literalCount...]))
    }

    private mutating func decode(_ code: HuffmanCode) throws(InflateError) -> Int {
        try code.decode { () throws(InflateError) in try read(1) }
    }

    private mutating func byte() throws(InflateError) -> UInt8 {
        guard position < input.count else { throw .malformed }
        defer { position += 1 }
        return input[position]
    }

    /// Up to 13 bits, the lowest first.
    private mutating func read(_ count: Int) throws(InflateError) -> Int {
        while bitCount < count {
            bits |= Int(try byte()) << bitCount
            bitCount += 8
        }
        defer {
            bits >>= count
            bitCount -= count
        }
        return bits & ((1 << count) - 1)
    }

    private static let fixedLiterals = HuffmanCode(
        lengths: (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 })
    private static let fixedDistances = HuffmanCode(lengths: [Int](repeating: 5, count: 30))
    private static let codeLengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    private static let lengths = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258,
    ]
    private static let lengthExtraBits = [
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ]
    private static let distances = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
        6145, 8193, 12_289, 16_385, 24_577,
    ]
}
