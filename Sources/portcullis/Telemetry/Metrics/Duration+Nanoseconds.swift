extension Duration {
    /// Whole nanoseconds; what doesn't fit is taken for the most that does.
    var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let nanoseconds = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return nanoseconds.overflow
            ? .max : nanoseconds.partialValue.addingReportingOverflow(attoseconds / 1_000_000_000).partialValue
    }
}
