/// Takes an expression apart into tokens, after the lexis of the CEL specification.
struct Lexer {
    let source: SourceText
    var index = 0

    init(_ source: SourceText) { self.source = source }

    var bytes: [UInt8] { source.bytes }

    /// The byte so many places further on, or nil beyond the end.
    func byte(_ distance: Int = 0) -> UInt8? {
        index + distance < bytes.count ? bytes[index + distance] : nil
    }

    /// All tokens, the last of which is `end`.
    static func tokens(of source: SourceText) throws(CompileError) -> [Token] {
        var lexer = Lexer(source)
        var tokens: [Token] = []
        while true {
            lexer.skipSpace()
            let start = lexer.index
            let kind = try lexer.next()
            tokens.append(Token(kind: kind, offset: start, end: lexer.index))
            if kind == .end { return tokens }
        }
    }

    private mutating func next() throws(CompileError) -> Token.Kind {
        guard let first = byte() else { return .end }
        if let prefix = stringPrefix() { return try string(prefix) }
        if first.isLetter { return .identifier(identifier()) }
        if first.isDigit || first == UInt8(ascii: "."), byte(first.isDigit ? 0 : 1)?.isDigit == true {
            return try number()
        }
        if first == UInt8(ascii: "`") { return try quotedIdentifier() }
        guard let symbol = Symbol.allCases.first(where: stands) else {
            throw source.error("unexpected character \(character())", at: index, hint: hint(for: first))
        }
        index += symbol.rawValue.utf8.count
        return .symbol(symbol)
    }

    /// White space, and comments from `//` to the end of the line.
    private mutating func skipSpace() {
        while let first = byte() {
            switch first {
            case 0x20, 0x09, 0x0A, 0x0C, 0x0D: index += 1
            case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "/"):
                while let next = byte(), next != 0x0A { index += 1 }
            default: return
            }
        }
    }

    private mutating func identifier() -> String {
        let start = index
        while let next = byte(), next.isLetter || next.isDigit { index += 1 }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    /// A field's name that isn't an identifier, in back quotes.
    private mutating func quotedIdentifier() throws(CompileError) -> Token.Kind {
        let start = index
        index += 1
        while let next = byte(), next.isLetter || next.isDigit || Self.quotable.contains(next) { index += 1 }
        guard byte() == UInt8(ascii: "`"), index > start + 1 else {
            throw source.error("a name in back quotes holds letters, digits and '_.-/ ' only", at: start)
        }
        index += 1
        return .quotedIdentifier(String(decoding: bytes[start + 1..<index - 1], as: UTF8.self))
    }

    private static let quotable = Array(".-/ ".utf8)

    private func stands(_ symbol: Symbol) -> Bool {
        bytes[index...].starts(with: symbol.rawValue.utf8)
    }

    /// The whole code point that stands here, for a message.
    private func character() -> String {
        let text = String(decoding: bytes[index...].prefix(4), as: UTF8.self)
        guard let scalar = text.unicodeScalars.first else { return "" }
        return scalar.value < 0x20 || scalar.value == 0x7F ? "U+" + String(scalar.value, radix: 16) : "'\(scalar)'"
    }

    private func hint(for byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "="): "comparison is '=='"
        case UInt8(ascii: "&"): "'and' is '&&'"
        case UInt8(ascii: "|"): "'or' is '||'"
        default: nil
        }
    }
}

extension UInt8 {
    /// A letter or underscore, with which identifiers begin.
    var isLetter: Bool { (0x61...0x7A).contains(self | 0x20) || self == 0x5F }

    var isDigit: Bool { (0x30...0x39).contains(self) }

    /// The value of a hexadecimal digit.
    var hexValue: UInt32? {
        switch self {
        case 0x30...0x39: UInt32(self - 0x30)
        case 0x41...0x46: UInt32(self - 0x41 + 10)
        case 0x61...0x66: UInt32(self - 0x61 + 10)
        default: nil
        }
    }
}
