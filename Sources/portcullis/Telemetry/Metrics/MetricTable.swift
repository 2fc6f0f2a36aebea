import Server

/// The metrics as a Markdown table: `docs/metrics.md` holds it, a test compares them.
enum MetricTable {
    static func markdown() -> String {
        var lines = ["| metric | type | labels | |", "|---|---|---|---|"]
        for metric in MetricCatalogue.all {
            let labels = metric.labels.map { "`\($0)`" }.joined(separator: ", ")
            lines.append("| `\(metric.name)` | \(metric.kind.name) | \(labels) | \(metric.help) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
