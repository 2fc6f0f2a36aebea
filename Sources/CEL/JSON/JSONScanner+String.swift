extension JSONScanner {
    /// Takes a string, whose opening quote has been seen, and checks its escapes and its UTF-8.
    mutating func string() throws(JSONError) -> JSONString {
        let start = index + 1
        var at = start
        var hasEscapes = false
        while at < bytes.count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") {
                index = at + 1
                return JSONString(range: start..<at, hasEscapes: hasEscapes)
            }
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                at = try escape(at: at)
            } else if byte < 0x20 {
                throw error(.invalidEscape, at: at)
            } else if byte < 0x80 {
                at += 1
            } else {
                at = try multibyte(at: at)
            }
        }
        throw error(.unexpectedEnd, at: bytes.count)
    }

    /// Checks an escape; returns the index after it.
    private func escape(at start: Int) throws(JSONError) -> Int {
        guard start + 1 < bytes.count else { throw error(.unexpectedEnd, at: bytes.count) }
        switch bytes[start + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return start + 2
        case UInt8(ascii: "u"):
            let code = try hexadecimal(at: start + 2)
            guard (0xD800..<0xE000).contains(code) else { return start + 6 }
            guard code < 0xDC00, start + 7 < bytes.count,
                bytes[start + 6] == UInt8(ascii: "\\"), bytes[start + 7] == UInt8(ascii: "u"),
                (0xDC00..<0xE000).contains(try hexadecimal(at: start + 8))
            else { throw error(.loneSurrogate, at: start) }
            return start + 12
        default:
            throw error(.invalidEscape, at: start)
        }
    }

    private func hexadecimal(at start: Int) throws(JSONError) -> UInt32 {
        guard start + 4 <= bytes.count else { throw error(.unexpectedEnd, at: bytes.count) }
        var code: UInt32 = 0
        for index in start..<start + 4 {
            let byte = bytes[index]
            switch byte {
            case 0x30...0x39: code = code << 4 | UInt32(byte - 0x30)
            case 0x41...0x46: code = code << 4 | UInt32(byte - 0x41 + 10)
            case 0x61...0x66: code = code << 4 | UInt32(byte - 0x61 + 10)
            default: throw error(.invalidEscape, at: start - 2)
            }
        }
        return code
    }

    /// Checks a sequence of two to four bytes after table 3-7 of the Unicode Standard; returns the index after it.
    private func multibyte(at start: Int) throws(JSONError) -> Int {
        let second: ClosedRange<UInt8>
        let length: Int
        switch bytes[start] {
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: throw error(.invalidUTF8, at: start)
        }
        let end = start + length
        guard end <= bytes.count, second.contains(bytes[start + 1]) else { throw error(.invalidUTF8, at: start) }
        for index in start + 2..<end where !(0x80...0xBF).contains(bytes[index]) {
            throw error(.invalidUTF8, at: start)
        }
        return end
    }
}
