import CEL

extension Duration {
    /// In milliseconds with a resolution of a tenth.
    var milliseconds: Double {
        let (seconds, attoseconds) = components
        let tenths = seconds.multipliedReportingOverflow(by: 10_000)
        return Double(tenths.overflow ? .max : tenths.partialValue + attoseconds / 100_000_000_000_000) / 10
    }
}

extension Timestamp {
    /// Since 1970-01-01T00:00:00Z.
    var milliseconds: Int64 { seconds * 1000 + Int64(nanoseconds / 1_000_000) }
}
