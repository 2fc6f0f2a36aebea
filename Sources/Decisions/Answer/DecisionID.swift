import CEL
import Synchronization

/// `dec_` and a ULID in lower case: 48 bits of time in milliseconds, then 80 random bits, in Crockford's base32.
///
/// Of the 80 only 64 are random, as each 64 are a system call, and that shows in a decision from the cache. The
/// last 16 are a count, which keeps the ids of one process apart whatever the generator gives.
///
/// Ids sort by the millisecond of the decision. https://github.com/ulid/spec
enum DecisionID {
    private static let count = Atomic<UInt16>(0)
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    /// Whether the text could be an id.
    static func isID(_ text: some StringProtocol) -> Bool {
        text.utf8.count == 30 && text.hasPrefix("dec_") && text.utf8.dropFirst(4).allSatisfy(alphabet.contains)
    }

    static func make(at time: Timestamp) -> String {
        let random = UInt64.random(in: 0 ... .max)
        let number = count.wrappingAdd(1, ordering: .relaxed).newValue
        return make(
            milliseconds: time.milliseconds, random: (random >> 24, (random & 0xFF_FFFF) << 16 | UInt64(number)))
    }

    static func make(milliseconds: Int64, random: (UInt64, UInt64)) -> String {
        // Bytes first: a string would be looked at anew with each character.
        var text: [UInt8] = []
        text.reserveCapacity(30)
        text.append(contentsOf: "dec_".utf8)
        append(UInt64(clamping: milliseconds), digits: 10, to: &text)
        append(random.0, digits: 8, to: &text)
        append(random.1, digits: 8, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    private static func append(_ bits: UInt64, digits: Int, to text: inout [UInt8]) {
        for digit in (0..<digits).reversed() {
            text.append(alphabet[Int(truncatingIfNeeded: bits >> UInt64(5 * digit) & 31)])
        }
    }
}
