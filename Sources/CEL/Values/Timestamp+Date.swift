import Foundation

extension Timestamp {
    /// A wall clock's time, to the millisecond; a clock before 1970 or after 9999 reads as the nearest of the two.
    package init(_ date: Date) {
        // Clamped to the range that a timestamp has, and a clock never reads as NaN: neither line below can fail.
        let milliseconds = Int64(max(0, min(date.timeIntervalSince1970, 253_402_300_799)) * 1000)
        guard let time = Timestamp(seconds: milliseconds / 1000, nanoseconds: Int32(milliseconds % 1000) * 1_000_000)
        else { preconditionFailure("a time between 1970 and 9999 is a timestamp") }
        self = time
    }
}
