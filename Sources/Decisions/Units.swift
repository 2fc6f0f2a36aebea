import CEL
import Foundation

extension Duration {
    /// In milliseconds with a resolution of a tenth.
    var milliseconds: Double {
        let (seconds, attoseconds) = components
        let tenths = seconds.multipliedReportingOverflow(by: 10_000)
        return Double(tenths.overflow ? .max : tenths.partialValue + attoseconds / 100_000_000_000_000) / 10
    }
}

extension Timestamp {
    /// A wall clock's time, to the millisecond.
    init(_ date: Date) {
        let milliseconds = Int64(clamping: Int(max(0, date.timeIntervalSince1970) * 1000))
        self = Timestamp(
            seconds: milliseconds / 1000, nanoseconds: Int32(milliseconds % 1000) * 1_000_000) ?? .epoch
    }
}
