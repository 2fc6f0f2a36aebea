/// A point in time with nanosecond resolution, from 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z.
///
/// The range and the text form are those of the CEL specification, which takes them from `google.protobuf.Timestamp`.
package struct Timestamp: Sendable, Hashable, Comparable {
    /// Seconds since 1970-01-01T00:00:00Z, within ``range``.
    package let seconds: Int64
    /// 0 to 999,999,999, counted forwards also before 1970.
    package let nanoseconds: Int32

    /// The seconds that a timestamp may have.
    package static let range: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

    /// Nil when `seconds` is outside of ``range`` or `nanoseconds` isn't 0 to 999,999,999.
    package init?(seconds: Int64, nanoseconds: Int32 = 0) {
        guard Self.range.contains(seconds), (0..<1_000_000_000).contains(nanoseconds) else { return nil }
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }

    /// Nil when the sum is outside of the timestamps' range.
    package func adding(_ duration: CELDuration) -> Timestamp? {
        var (sum, overflow) = seconds.addingReportingOverflow(duration.seconds)
        guard !overflow else { return nil }
        var nanoseconds = self.nanoseconds + duration.nanoseconds
        if nanoseconds >= 1_000_000_000 {
            nanoseconds -= 1_000_000_000
            (sum, overflow) = sum.addingReportingOverflow(1)
        } else if nanoseconds < 0 {
            nanoseconds += 1_000_000_000
            (sum, overflow) = sum.subtractingReportingOverflow(1)
        }
        return overflow ? nil : Timestamp(seconds: sum, nanoseconds: nanoseconds)
    }

    /// The time from `other` to this one. Nil when that is more than a duration holds.
    package func since(_ other: Timestamp) -> CELDuration? {
        // Both are within about 2^38 seconds, so neither difference can overflow.
        CELDuration(seconds: seconds - other.seconds, nanoseconds: Int64(nanoseconds) - Int64(other.nanoseconds))
    }
}
