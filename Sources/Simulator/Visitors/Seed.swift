/// Numbers and identifiers that follow from a session ID alone, so that the same ID always gives the same session.
struct Seed: Sendable {
    /// The vendors' 32 characters: Crockford's base32 in lower case, without i, l, o and u.
    static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")

    private var state: UInt64

    /// - Parameter text: what the numbers follow from (hashed with 64-bit FNV-1a).
    init(_ text: String) {
        state = text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    }

    /// The next 64 bits (SplitMix64).
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, without, `bound` (at least 1).
    mutating func number(below bound: Int) -> Int {
        Int(next() % UInt64(max(bound, 1)))
    }

    /// One of `elements`, or `fallback` when there is none.
    mutating func pick<Element>(_ elements: [Element], or fallback: Element) -> Element {
        elements.isEmpty ? fallback : elements[number(below: elements.count)]
    }

    /// The vendors' identifiers: a prefix and 26 characters of their alphabet.
    mutating func identifier(_ prefix: String) -> String {
        prefix + String((0..<26).map { _ in Self.alphabet[number(below: Self.alphabet.count)] })
    }

    /// Hexadecimal digits in lower case.
    mutating func hexadecimal(_ count: Int) -> String {
        String((0..<count).map { _ in Self.alphabet[number(below: 16)] })
    }
}
