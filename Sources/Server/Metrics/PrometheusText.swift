/// Writes metrics in Prometheus' text format, version 0.0.4:
/// https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
struct PrometheusText {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private(set) var bytes: [UInt8] = []

    init() { bytes.reserveCapacity(64 * 1024) }

    mutating func append(_ definition: MetricDefinition, _ series: [MetricSeries]) {
        add("# HELP \(definition.name) \(Self.escaped(definition.help, quote: false))\n")
        add("# TYPE \(definition.name) \(definition.kind.name)\n")
        for one in series {
            let labels = zip(definition.labels, one.values).map { "\($0)=\"\(Self.escaped($1, quote: true))\"" }
            switch one.store {
            case .counter(let counter): sample(definition.name, labels, String(counter.value))
            case .number(let number): sample(definition.name, labels, Self.text(number.value))
            case .histogram(let histogram): append(definition.name, labels, histogram)
            }
        }
    }

    /// The buckets as the format wants them: each counts all that is in those below it too.
    private mutating func append(_ name: String, _ labels: [String], _ histogram: HistogramSeries) {
        let snapshot = histogram.snapshot
        var total: UInt64 = 0
        for (bound, count) in zip(histogram.bounds + [.infinity], snapshot.counts) {
            total += count
            sample(name + "_bucket", labels + ["le=\"\(Self.text(bound))\""], String(total))
        }
        sample(name + "_sum", labels, Self.text(snapshot.sum))
        sample(name + "_count", labels, String(total))
    }

    private mutating func sample(_ name: String, _ labels: [String], _ value: String) {
        add(name)
        if !labels.isEmpty { add("{\(labels.joined(separator: ","))}") }
        add(" \(value)\n")
    }

    private mutating func add(_ text: String) { bytes.append(contentsOf: text.utf8) }

    private static func text(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        // Whole numbers without ".0", as people write them.
        return Int64(exactly: value).map(String.init) ?? value.description
    }

    private static func escaped(_ text: String, quote: Bool) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quote: escaped += "\\\""
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}
