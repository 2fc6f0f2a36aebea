extension Duration {
    /// Whole milliseconds, for the ranges that the configuration allows (up to an hour).
    var milliseconds: Int {
        Int(clamping: components.seconds.multipliedReportingOverflow(by: 1000).partialValue)
            + Int(components.attoseconds / 1_000_000_000_000_000)
    }
}
