extension PatternParser {
    /// What an escape outside of brackets means, of which the backslash is taken.
    mutating func escape() throws(PatternError) -> PatternTree {
        var ranges: [ClosedRange<UInt32>] = []
        var properties: Set<ScalarProperty> = []
        if try shorthand(&ranges, &properties) {
            return .set(ScalarSet(ranges, properties: Array(properties)))
        }
        if take("A" as Unicode.Scalar) { return .assertion(.textStart) }
        if take("z" as Unicode.Scalar) { return .assertion(.textEnd) }
        if take("b" as Unicode.Scalar) { return .assertion(.wordBoundary) }
        if take("B" as Unicode.Scalar) { return .assertion(.noWordBoundary) }
        return .set(single(try character()))
    }

    /// The one character that an escape means, of which the backslash is taken.
    mutating func character() throws(PatternError) -> Unicode.Scalar {
        guard let next = current else { throw PatternError("a backslash is at the end") }
        index += 1
        switch next {
        case "a": return "\u{07}"
        case "f": return "\u{0C}"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "v": return "\u{0B}"
        case "x": return try hexadecimal()
        case "0": return try octal(first: 0)
        case "1"..."7":
            guard let digit = next.asciiDigit, let second = current?.asciiDigit, second < 8 else { fallthrough }
            return try octal(first: UInt32(digit))
        case "8", "9": throw PatternError("back references are not supported")
        default:
            let isLetter = next.isASCII && (UInt8(ascii: next).isLetter || UInt8(ascii: next).isDigit)
            guard next.isASCII, !isLetter || next == "_" else {
                throw PatternError("'\\\(next)' means nothing", hint: "'\\\\' is a backslash")
            }
            return next
        }
    }

    private mutating func octal(first: UInt32) throws(PatternError) -> Unicode.Scalar {
        var code = first
        for _ in 0..<2 {
            guard let digit = current?.asciiDigit, digit < 8 else { break }
            code = code * 8 + UInt32(digit)
            index += 1
        }
        guard let scalar = Unicode.Scalar(code) else { throw PatternError("an escape names no code point") }
        return scalar
    }

    /// `\x7F` or `\x{10FFFF}`.
    private mutating func hexadecimal() throws(PatternError) -> Unicode.Scalar {
        let isBraced = take("{" as Unicode.Scalar)
        var code: UInt32 = 0
        var digits = 0
        while isBraced || digits < 2, let next = current, next.isASCII, let digit = UInt8(ascii: next).hexValue {
            guard code <= 0x10FFFF else { break }
            code = code * 16 + digit
            digits += 1
            index += 1
        }
        guard digits > 0, isBraced ? take("}" as Unicode.Scalar) : digits == 2, let scalar = Unicode.Scalar(code) else {
            throw PatternError("an escape names no code point", hint: "such as \\x7F or \\x{10FFFF}")
        }
        return scalar
    }
}
