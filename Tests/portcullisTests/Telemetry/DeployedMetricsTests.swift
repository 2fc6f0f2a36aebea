import Foundation
import Server
import Testing

@testable import portcullis

@Suite("The alerts and the dashboard")
struct DeployedMetricsTests {
    private static let rules = "deploy/prometheus/portcullis.rules.yaml"

    private func text(_ path: String) throws -> String {
        try String(contentsOf: Binary.package.appending(path: path), encoding: .utf8)
    }

    /// Every name of a metric of ours, or of the process's, in a text.
    private func names(in text: String) -> Set<String> {
        Set(text.matches(of: /\b(portcullis|process)_[a-z0-9_]+/).map { String($0.output.0) })
    }

    @Test(
        "read only metrics that exist, with labels that they have",
        arguments: [
            rules, "deploy/prometheus/portcullis.rules.test.yaml", "deploy/grafana/portcullis.json", "docs/metrics.md",
            "docs/operations.md",
        ])
    func existing(path: String) throws {
        var known: Set<String> = []
        for metric in MetricCatalogue.all {
            known.insert(metric.name)
            guard case .histogram = metric.kind else { continue }
            known.formUnion(["_bucket", "_sum", "_count"].map { metric.name + $0 })
        }
        #expect(names(in: try text(path)).subtracting(known) == [])
        let prometheus = ["instance", "job", "le", "alertname", "alertstate"]
        let labels = Set(MetricCatalogue.all.flatMap(\.labels)).union(prometheus)
        for match in try text(path).matches(of: /(?:by|without|ignoring) \(([a-z, ]+)\)/) {
            let used = match.output.1.split(separator: ",").map { $0.filter { $0 != " " } }
            #expect(Set(used).subtracting(labels) == [], "\(match.output.0)")
        }
    }

    @Test("show every metric that the service has")
    func dashboard() throws {
        let shown = names(in: try text("deploy/grafana/portcullis.json")).union(names(in: try text(Self.rules)))
        let missing = MetricCatalogue.all.map(\.name).filter { name in
            !shown.contains { $0 == name || $0.hasPrefix(name + "_") }
        }
        #expect(missing == ["process_virtual_memory_bytes"])
    }

    @Test("are each explained in docs/operations.md")
    func explained() throws {
        let operations = try text("docs/operations.md")
        let alerts = try text(Self.rules).matches(of: /alert: (\w+)/).map { String($0.output.1) }
        #expect(alerts.count >= 18)
        for alert in alerts { #expect(operations.contains("### \(alert)\n"), "\(alert)") }
        for match in operations.matches(of: /### (Portcullis\w+)/) {
            #expect(alerts.contains(String(match.output.1)), "\(match.output.1)")
        }
    }

    @Test(
        "do as their tests say",
        .enabled(if: Promtool.isInstalled, "promtool, of Debian's package prometheus, is not installed"))
    func promtool() async throws {
        for arguments in [
            ["check", "config", "deploy/prometheus/prometheus.yaml"], ["check", "rules", Self.rules],
            ["test", "rules", "deploy/prometheus/portcullis.rules.test.yaml"],
        ] {
            let result = try await Promtool.run(arguments)
            #expect(result.status == 0, "\(result.output)\(result.errors)")
        }
    }
}
