/// Reads numbers of fixed width in lower-case hexadecimal digits, with dashes between.
struct Hexadecimal {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = text[...].utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    /// As many digits as the type has; nil if there are fewer, or others.
    mutating func number<Number: FixedWidthInteger>(_ type: Number.Type) -> Number? {
        var number: Number = 0
        for _ in 0..<Number.bitWidth / 4 {
            guard let digit = rest.popFirst().flatMap(Self.value) else { return nil }
            number = number << 4 | Number(digit)
        }
        return number
    }

    mutating func dash() -> Bool { rest.popFirst() == UInt8(ascii: "-") }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
