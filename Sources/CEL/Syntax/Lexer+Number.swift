extension Lexer {
    /// Takes a number, of which a digit or a point with a digit stands here.
    mutating func number() throws(CompileError) -> Token.Kind {
        let start = index
        if byte() == UInt8(ascii: "0"), let second = byte(1), second | 0x20 == UInt8(ascii: "x") {
            index += 2
            let digits = take { $0.hexValue != nil }
            return try integer(digits, radix: 16, at: start)
        }
        let whole = take(\.isDigit)
        var isDouble = false
        if byte() == UInt8(ascii: "."), byte(1)?.isDigit == true {
            isDouble = true
            index += 1
            _ = take(\.isDigit)
        }
        if takeExponent() { isDouble = true }
        guard isDouble else { return try integer(whole, radix: 10, at: start) }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        guard let number = Double(text), number.isFinite else {
            throw source.error("the number is out of the range of double", at: start)
        }
        return .double(number)
    }

    private mutating func takeExponent() -> Bool {
        guard let mark = byte(), mark | 0x20 == UInt8(ascii: "e") else { return false }
        let isSigned = byte(1) == UInt8(ascii: "+") || byte(1) == UInt8(ascii: "-")
        guard byte(isSigned ? 2 : 1)?.isDigit == true else { return false }
        index += isSigned ? 2 : 1
        _ = take(\.isDigit)
        return true
    }

    private mutating func integer(_ digits: String, radix: Int, at start: Int) throws(CompileError) -> Token.Kind {
        guard !digits.isEmpty else { throw source.error("digits are missing after '0x'", at: start) }
        let isUnsigned = byte().map { $0 | 0x20 == UInt8(ascii: "u") } ?? false
        if isUnsigned { index += 1 }
        guard let magnitude = UInt64(digits, radix: radix) else {
            throw source.error("the number is out of the range of \(isUnsigned ? "uint" : "int")", at: start)
        }
        return isUnsigned ? .uint(magnitude) : .int(magnitude: magnitude)
    }

    private mutating func take(_ fits: (UInt8) -> Bool) -> String {
        let start = index
        while let next = byte(), fits(next) { index += 1 }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }
}
