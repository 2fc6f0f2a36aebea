extension Lexer {
    struct StringPrefix {
        var isRaw = false
        var isBytes = false
        /// Letters before the quote.
        var length = 0
    }

    /// Whether a string literal begins here: a quote, or `r`, `b` or both before one.
    func stringPrefix() -> StringPrefix? {
        var prefix = StringPrefix()
        while let letter = byte(prefix.length) {
            switch letter | 0x20 {
            case UInt8(ascii: "r") where !prefix.isRaw: prefix.isRaw = true
            case UInt8(ascii: "b") where !prefix.isBytes: prefix.isBytes = true
            default:
                let isQuote = letter == UInt8(ascii: "\"") || letter == UInt8(ascii: "'")
                return isQuote ? prefix : nil
            }
            prefix.length += 1
        }
        return nil
    }

    /// Takes a string or bytes literal.
    mutating func string(_ prefix: StringPrefix) throws(CompileError) -> Token.Kind {
        let start = index
        index += prefix.length
        let quote = bytes[index]
        let isTriple = byte(1) == quote && byte(2) == quote
        index += isTriple ? 3 : 1
        var text: [UInt8] = []
        while let next = byte() {
            if next == quote, !isTriple || byte(1) == quote && byte(2) == quote {
                index += isTriple ? 3 : 1
                return prefix.isBytes ? .bytes(text) : .string(String(decoding: text, as: UTF8.self))
            }
            if !isTriple, next == 0x0A || next == 0x0D {
                throw source.error("the string has no end on its line", at: start, hint: "\"\"\" quotes several lines")
            }
            if next == UInt8(ascii: "\\"), !prefix.isRaw {
                try escape(to: &text, isBytes: prefix.isBytes)
            } else {
                text.append(next)
                index += 1
            }
        }
        throw source.error("the string has no end", at: start)
    }

    /// Takes an escape, of which the backslash stands here.
    private mutating func escape(to text: inout [UInt8], isBytes: Bool) throws(CompileError) {
        let start = index
        guard let letter = byte(1) else { throw source.error("the string has no end", at: start) }
        index += 2
        switch letter {
        case UInt8(ascii: "a"): text.append(0x07)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "v"): text.append(0x0B)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "\\"), UInt8(ascii: "?"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
            text.append(letter)
        case UInt8(ascii: "x"), UInt8(ascii: "X"):
            append(try code(digits: 2, radix: 16, at: start), to: &text, isBytes: isBytes)
        case UInt8(ascii: "u") where !isBytes:
            try append(scalar: try code(digits: 4, radix: 16, at: start), at: start, to: &text)
        case UInt8(ascii: "U") where !isBytes:
            try append(scalar: try code(digits: 8, radix: 16, at: start), at: start, to: &text)
        case UInt8(ascii: "0")...UInt8(ascii: "3"):
            index -= 1
            append(try code(digits: 3, radix: 8, at: start), to: &text, isBytes: isBytes)
        default:
            throw source.error("unknown escape in a string", at: start, hint: "a backslash itself is '\\\\'")
        }
    }

    private mutating func code(digits: Int, radix: UInt32, at start: Int) throws(CompileError) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<digits {
            guard let digit = byte()?.hexValue, digit < radix else {
                throw source.error("an escape has too few digits", at: start)
            }
            code = code &* radix &+ digit
            index += 1
        }
        return code
    }

    /// A two-digit or octal escape: a byte of a bytes literal, a code point of a string.
    private func append(_ code: UInt32, to text: inout [UInt8], isBytes: Bool) {
        let byte = UInt8(truncatingIfNeeded: code)
        if isBytes { text.append(byte) } else { text.append(contentsOf: UTF8.encode(Unicode.Scalar(byte)) ?? .init()) }
    }

    private func append(scalar code: UInt32, at start: Int, to text: inout [UInt8]) throws(CompileError) {
        guard let scalar = Unicode.Scalar(code), let encoded = UTF8.encode(scalar) else {
            throw source.error("an escape names no code point", at: start)
        }
        text.append(contentsOf: encoded)
    }
}
