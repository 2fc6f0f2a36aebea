/// One metric as Prometheus knows it: all that its series share.
package struct MetricDefinition: Sendable {
    package enum Kind: Sendable, Equatable {
        case counter
        case gauge
        /// With the upper bounds of its buckets, ascending, in the metric's unit. A last one without bound is added.
        case histogram([Double])

        /// As `# TYPE` has it.
        package var name: String {
            switch self {
            case .counter: "counter"
            case .gauge: "gauge"
            case .histogram: "histogram"
            }
        }
    }

    /// https://prometheus.io/docs/practices/naming/
    package let name: String
    package let kind: Kind
    /// The labels' names. A series has a value for each.
    package let labels: [String]
    package let help: String

    package init(_ name: String, _ kind: Kind, labels: [String] = [], help: String) {
        self.name = name
        self.kind = kind
        self.labels = labels
        self.help = help
    }
}
