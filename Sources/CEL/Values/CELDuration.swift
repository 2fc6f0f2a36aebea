/// A signed length of time with nanosecond resolution.
///
/// The range is that of `google.protobuf.Duration`, about ±10,000 years; the text form is Go's, as the
/// CEL specification says: `1h30m`, `-2.5s`, `150ms`.
package struct CELDuration: Sendable, Hashable, Comparable {
    /// Within ``range``.
    package let seconds: Int64
    /// -999,999,999 to 999,999,999, of the same sign as `seconds` unless either is zero.
    package let nanoseconds: Int32

    /// The seconds that a duration may have.
    package static let range: ClosedRange<Int64> = -315_576_000_000...315_576_000_000

    /// Carries nanoseconds over into seconds. Nil when the whole is outside of ``range``.
    package init?(seconds: Int64, nanoseconds: Int64 = 0) {
        var (whole, overflow) = seconds.addingReportingOverflow(nanoseconds / 1_000_000_000)
        guard !overflow else { return nil }
        var rest = nanoseconds % 1_000_000_000
        if whole > 0 && rest < 0 {
            whole -= 1
            rest += 1_000_000_000
        } else if whole < 0 && rest > 0 {
            whole += 1
            rest -= 1_000_000_000
        }
        guard Self.range.contains(whole), abs(whole) < Self.range.upperBound || rest == 0 else { return nil }
        self.seconds = whole
        self.nanoseconds = Int32(rest)
    }

    package static func < (left: CELDuration, right: CELDuration) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }

    /// Nil when the sum is outside of ``range``.
    package func adding(_ other: CELDuration) -> CELDuration? {
        // Both are within about 2^39 seconds, so the sum can't overflow.
        CELDuration(seconds: seconds + other.seconds, nanoseconds: Int64(nanoseconds) + Int64(other.nanoseconds))
    }

    /// The same length in the other direction.
    package var negated: CELDuration {
        CELDuration(negating: self)
    }

    private init(negating other: CELDuration) {
        seconds = -other.seconds
        nanoseconds = -other.nanoseconds
    }
}
