import CEL

/// The text of a reason that tells values: `Score {tripwire.decision.risk_score}`. What isn't known reads `unknown`,
/// what can't be evaluated `error`.
struct MessageTemplate: Sendable {
    enum Part: Sendable {
        case text(String)
        case value(Program)
    }

    /// As it is written.
    let source: String
    let parts: [Part]
    /// A longer text is cut, so that no vendor's text makes the answer long.
    let maxBytes: Int

    /// - Parameter steps: what the policy's evaluation may still cost.
    func text(_ activation: inout Activation, steps: inout Int) -> String {
        var text = ""
        for part in parts {
            switch part {
            case .text(let literal): text += literal
            case .value(let program): text += Self.text(of: program.evaluate(&activation, steps: &steps))
            }
            if text.utf8.count > maxBytes { return Self.cut(text, maxBytes) }
        }
        return text
    }

    private static func text(of outcome: Outcome) -> String {
        switch outcome {
        case .value(let value): value.text ?? "error"
        case .unknown: "unknown"
        case .error: "error"
        }
    }

    private static func cut(_ text: String, _ maxBytes: Int) -> String {
        let ellipsis = "…"
        var end = text.utf8.index(text.startIndex, offsetBy: max(0, maxBytes - ellipsis.utf8.count))
        while end > text.startIndex, String.Index(end, within: text.unicodeScalars) == nil {
            end = text.utf8.index(before: end)
        }
        return text[..<end] + ellipsis
    }
}
