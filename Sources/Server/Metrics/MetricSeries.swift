/// One series of a metric: a value for each of its labels, and what was recorded under them.
struct MetricSeries: Sendable {
    enum Store: Sendable {
        case counter(CounterSeries)
        case number(NumberSeries)
        case histogram(HistogramSeries)

        /// What tells one series from another, for its removal.
        var identity: ObjectIdentifier {
            switch self {
            case .counter(let series): ObjectIdentifier(series)
            case .number(let series): ObjectIdentifier(series)
            case .histogram(let series): ObjectIdentifier(series)
            }
        }
    }

    /// In the order of the metric's labels.
    let values: [String]
    let store: Store
}
