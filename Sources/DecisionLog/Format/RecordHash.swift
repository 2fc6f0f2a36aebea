import Crypto

/// A SHA-256 value: what chains the records.
package struct RecordHash: Sendable, Hashable {
    /// The 32 bytes, most significant first.
    private(set) var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    /// The first record's `prevhash`.
    package static let zero = RecordHash()

    /// Characters of the hexadecimal form.
    static let hexBytes = 64

    private init() {}

    /// Hashes `bytes`, a line's part up to and without `,"hash":"`.
    init(of bytes: ArraySlice<UInt8>) {
        var index = 0
        for byte in SHA256.hash(data: bytes) {
            shiftIn(byte, word: index / 8)
            index += 1
        }
    }

    /// Reads exactly 64 lower-case hexadecimal digits; anything else is nil.
    init?(hex: ArraySlice<UInt8>) {
        guard hex.count == Self.hexBytes else { return nil }
        var index = 0
        var high: UInt8 = 0
        for digit in hex {
            guard let nibble = Self.nibble(digit) else { return nil }
            if index.isMultiple(of: 2) {
                high = nibble
            } else {
                shiftIn(high << 4 | nibble, word: index / 16)
            }
            index += 1
        }
    }

    func appendHex(to line: inout [UInt8]) {
        Self.appendHex(words.0, to: &line)
        Self.appendHex(words.1, to: &line)
        Self.appendHex(words.2, to: &line)
        Self.appendHex(words.3, to: &line)
    }

    private mutating func shiftIn(_ byte: UInt8, word: Int) {
        switch word {
        case 0: words.0 = words.0 << 8 | UInt64(byte)
        case 1: words.1 = words.1 << 8 | UInt64(byte)
        case 2: words.2 = words.2 << 8 | UInt64(byte)
        default: words.3 = words.3 << 8 | UInt64(byte)
        }
    }

    private static func appendHex(_ word: UInt64, to line: inout [UInt8]) {
        var shift: UInt64 = 64
        while shift > 0 {
            shift -= 4
            let nibble = UInt8(truncatingIfNeeded: word >> shift) & 0xF
            line.append(nibble < 10 ? 0x30 + nibble : 0x57 + nibble)
        }
    }

    private static func nibble(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x61...0x66: digit - 0x57
        default: nil
        }
    }

    package static func == (left: RecordHash, right: RecordHash) -> Bool {
        left.words == right.words
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }
}

extension RecordHash: CustomStringConvertible {
    /// 64 lower-case hexadecimal digits.
    package var description: String {
        var digits: [UInt8] = []
        digits.reserveCapacity(Self.hexBytes)
        appendHex(to: &digits)
        return String(decoding: digits, as: UTF8.self)
    }
}
