import CEL
import Decisions
import Policy

/// Why a policy decides as it does, for people and for programs.
struct PolicyExplainOutput {
    let policy: Policy
    let explanation: PolicyExplanation
    /// Nil for an imagined request.
    let decision: LoggedDecision?
    /// The rules that are wanted; empty for all.
    let rules: [String]

    private var wanted: [PolicyExplanation.Rule] {
        explanation.rules.filter { rules.isEmpty || rules.contains($0.id) }
    }

    private var hasDecided: Bool { decision?.policyDigest == policy.digest }

    /// Whether the policy that decided still says so. If some of what it knew isn't in the record, nobody can tell.
    var isGood: Bool {
        guard let decision, hasDecided, explanation.verdict.withheld.isEmpty else { return true }
        return decision.decision == explanation.verdict.decision
    }

    // MARK: For people

    var text: String {
        var lines: [String] = []
        if let decision {
            lines.append("\(decision.id), \(decision.createdAt): recorded as \(decision.decision.rawValue)")
            if !hasDecided { lines.append("this isn't the policy that decided: \(decision.policyDigest ?? "?")") }
        }
        lines += VerdictOutput(policy: policy, verdict: explanation.verdict).lines
        lines.append("")
        for rule in wanted { lines += Self.lines(rule) }
        if !isGood { lines += ["", "FAIL: the policy that decided says something else now"] }
        return lines.joined(separator: "\n")
    }

    private static func lines(_ rule: PolicyExplanation.Rule) -> [String] {
        let notes = (rule.isShadow ? [" (shadow)"] : []) + (rule.isFinal ? [" (final)"] : [])
        var line = "\(mark(rule.state)) \(rule.id)\(notes.joined()): \(words(rule))"
        if !rule.detail.isEmpty { line += ": \(rule.detail)" }
        return [line] + (rule.condition.map { lines($0, depth: 1) } ?? [])
    }

    private static func lines(_ part: Explanation, depth: Int) -> [String] {
        let indent = String(repeating: "  ", count: depth + 1)
        return ["\(indent)\(part.text)  =  \(OutcomeText.short(part.outcome))"]
            + part.parts.flatMap { lines($0, depth: depth + 1) }
    }

    private static func mark(_ state: PolicyExplanation.State) -> String {
        switch state {
        case .applies: "+"
        case .doesNotApply: "-"
        case .unknown, .withheld: "?"
        case .error: "!"
        case .notReached: "."
        }
    }

    private static func words(_ rule: PolicyExplanation.Rule) -> String {
        switch rule.state {
        case .applies: "applies, \(VerdictOutput.text(rule.reason))"
        case .doesNotApply: "doesn't apply"
        case .unknown: "can't be known, unknown is"
        case .withheld: "can't be told, the record doesn't hold"
        case .error: "fails"
        case .notReached: "not reached, a final rule applied before"
        }
    }

    // MARK: For programs

    var json: [UInt8] {
        var writer = JSONWriter(capacity: 16 * 1024)
        writer.beginObject()
        writer.member("good", isGood)
        if let decision {
            writer.key("recorded")
            writer.beginObject()
            writer.member("id", decision.id)
            writer.member("created_at", decision.createdAt.description)
            writer.member("event", decision.event)
            writer.member("decision", decision.decision.rawValue)
            writer.member("by_this_policy", hasDecided)
            writer.endObject()
        }
        VerdictOutput(policy: policy, verdict: explanation.verdict).write(to: &writer)
        writer.key("rules")
        writer.beginArray()
        for rule in wanted { Self.write(rule, to: &writer) }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }

    private static func write(_ rule: PolicyExplanation.Rule, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("id", rule.id)
        writer.member("state", rule.state.rawValue)
        writer.member("shadow", rule.isShadow)
        writer.member("final", rule.isFinal)
        writer.member("effect", rule.reason.effect.rawValue)
        if let score = rule.reason.score { writer.member("score", score) }
        if !rule.detail.isEmpty { writer.member("detail", rule.detail) }
        if let condition = rule.condition {
            writer.key("condition")
            write(condition, to: &writer)
        }
        writer.endObject()
    }

    private static func write(_ part: Explanation, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("text", part.text)
        OutcomeText.write(part.outcome, to: &writer)
        if !part.parts.isEmpty {
            writer.key("parts")
            writer.beginArray()
            for inner in part.parts { write(inner, to: &writer) }
            writer.endArray()
        }
        writer.endObject()
    }
}
