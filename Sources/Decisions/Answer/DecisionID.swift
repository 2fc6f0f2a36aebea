import CEL

/// `dec_` and a ULID in lower case: 48 bits of time in milliseconds, then 80 random bits, in Crockford's base32.
///
/// Ids sort by the millisecond of the decision. https://github.com/ulid/spec
enum DecisionID {
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    static func make(at time: Timestamp) -> String {
        // One call of the system's generator instead of two: 80 of these bits are used.
        let random = UInt128.random(in: 0 ... .max)
        return make(
            milliseconds: time.milliseconds,
            random: (UInt64(truncatingIfNeeded: random), UInt64(truncatingIfNeeded: random >> 64)))
    }

    static func make(milliseconds: Int64, random: (UInt64, UInt64)) -> String {
        var text = "dec_"
        let time = UInt64(clamping: milliseconds)
        for shift in stride(from: 45, through: 0, by: -5) { append(time >> UInt64(shift), to: &text) }
        for shift in stride(from: 35, through: 0, by: -5) { append(random.0 >> UInt64(shift), to: &text) }
        for shift in stride(from: 35, through: 0, by: -5) { append(random.1 >> UInt64(shift), to: &text) }
        return text
    }

    private static func append(_ bits: UInt64, to text: inout String) {
        text.unicodeScalars.append(Unicode.Scalar(alphabet[Int(bits & 31)]))
    }
}
