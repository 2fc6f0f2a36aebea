extension Catalogue {
    /// The numbers of the scenarios to show first: one of each kind.
    package static let highlights = [101, 102, 103, 106, 201, 204, 306, 401, 404, 429, 503, 523, 601, 701]

    /// A Markdown table of all scenarios of `vendor`, ending in a newline. docs/simulator.md holds it between markers.
    package static func markdown(of vendor: Vendor) -> String {
        table(scenarios(of: vendor))
    }

    /// A Markdown table of the highlights of both vendors, ending in a newline, for the README.
    package static func markdownHighlights() -> String {
        let wanted = Set(highlights)
        return table(all.filter { wanted.contains($0.number) })
    }

    /// What `expected` says, in words: `review, degraded (server_error), then allow`.
    package static func words(_ expected: [Expectation]) -> String {
        expected.map { $0.degraded ? "\($0.decision.rawValue), degraded (`\($0.cause)`)" : $0.decision.rawValue }
            .joined(separator: ", then ")
    }

    private static func table(_ scenarios: [Scenario]) -> String {
        let rows = scenarios.map { scenario in
            "| `\(scenario.id)` | \(scenario.summary) | \(words(scenario.expected)) |\n"
        }
        return "| session ID | simulates | decision |\n|---|---|---|\n" + rows.joined()
    }
}
