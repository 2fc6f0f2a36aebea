extension RecordHash {
    static let byteCount = 32

    /// The 32 bytes, in the order of the digits.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.byteCount)
        appendBytes(to: &bytes)
        return bytes
    }

    /// Exactly 32 bytes; anything else is nil.
    init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        var hex: [UInt8] = []
        for byte in bytes {
            for nibble in [byte >> 4, byte & 0xF] { hex.append(nibble < 10 ? 0x30 + nibble : 0x57 + nibble) }
        }
        self.init(hex: hex[...])
    }

    func appendBytes(to bytes: inout [UInt8]) {
        Self.append(words.0, to: &bytes)
        Self.append(words.1, to: &bytes)
        Self.append(words.2, to: &bytes)
        Self.append(words.3, to: &bytes)
    }

    private static func append(_ word: UInt64, to bytes: inout [UInt8]) {
        var shift: UInt64 = 64
        while shift > 0 {
            shift -= 8
            bytes.append(UInt8(truncatingIfNeeded: word >> shift))
        }
    }
}
