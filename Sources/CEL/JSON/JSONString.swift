/// Where a string stands in a document, quotes excluded. It has been found to be valid; its text is made when wanted.
struct JSONString {
    let range: Range<Int>
    let hasEscapes: Bool

    /// The text, escapes resolved.
    func text(in bytes: [UInt8]) -> String {
        hasEscapes
            ? String(decoding: unescaped(in: bytes), as: UTF8.self)
            : String(decoding: bytes[range], as: UTF8.self)
    }

    /// The bytes of the text, escapes resolved.
    func unescaped(in bytes: [UInt8]) -> [UInt8] {
        guard hasEscapes else { return Array(bytes[range]) }
        var text: [UInt8] = []
        text.reserveCapacity(range.count)
        var index = range.lowerBound
        while index < range.upperBound {
            if bytes[index] == UInt8(ascii: "\\") {
                index = Self.unescape(at: index + 1, in: bytes, to: &text)
            } else {
                text.append(bytes[index])
                index += 1
            }
        }
        return text
    }

    /// - Parameter index: of the character after the backslash.
    /// - Returns: the index after the escape.
    private static func unescape(at index: Int, in bytes: [UInt8], to text: inout [UInt8]) -> Int {
        switch bytes[index] {
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            var code = hexadecimal(at: index + 1, in: bytes)
            var end = index + 5
            if (0xD800..<0xDC00).contains(code) {
                // The scanner has seen that a low surrogate follows.
                code = 0x10000 + (code - 0xD800) << 10 + (hexadecimal(at: end + 2, in: bytes) - 0xDC00)
                end += 6
            }
            if let scalar = Unicode.Scalar(code) { text.append(contentsOf: UTF8.encode(scalar) ?? .init()) }
            return end
        case let character: text.append(character)
        }
        return index + 1
    }

    private static func hexadecimal(at index: Int, in bytes: [UInt8]) -> UInt32 {
        bytes[index..<index + 4].reduce(0) { $0 << 4 | UInt32(Character(Unicode.Scalar($1)).hexDigitValue ?? 0) }
    }
}
