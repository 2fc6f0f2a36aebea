import CEL

/// The mapping from vendors' fields to signals as a Markdown table: `docs/signals.md` holds it, a test compares them.
package enum SignalTable {
    package static func markdown() -> String {
        var lines = [
            "| signal | type | meaning | Tripwire | Verisoul | when both tell it |",
            "|---|---|---|---|---|---|",
        ]
        for signal in Signal.allCases {
            let definition = signal.definition
            let cells = [
                "`signals.\(definition.path)`", definition.type.description, definition.meaning,
                definition.sources[.tripwire] ?? "–", definition.sources[.verisoul] ?? "–", definition.merge.rawValue,
            ]
            lines.append("| " + cells.joined(separator: " | ") + " |")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
