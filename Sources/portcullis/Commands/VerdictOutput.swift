import CEL
import Policy

/// A policy's verdict, for people and for programs.
struct VerdictOutput {
    let policy: Policy
    let verdict: Verdict

    var lines: [String] {
        let decision = "\(verdict.decision.rawValue), score \(verdict.score)"
        var lines = ["\(decision), by \(policy.name), version \(policy.version)"]
        lines += verdict.reasons.map { "  \(Self.text($0))" }
        lines += verdict.shadow.map { "  on trial: \(Self.text($0))" }
        lines += verdict.unevaluated.map {
            "  not evaluated, as vendors gave no facts: \($0.rule) (\($0.unknown.joined(separator: ", ")))"
        }
        lines += verdict.withheld.map {
            "  can't be told, as the record doesn't hold it: \($0.rule) (\($0.attributes.joined(separator: ", ")))"
        }
        return lines
    }

    static func text(_ reason: Reason) -> String {
        let effect = reason.score.map { "\(reason.effect.rawValue) \($0)" } ?? reason.effect.rawValue
        return "\(effect)  \(reason.code)  \(reason.message)"
    }

    var json: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        write(to: &writer)
        writer.endObject()
        return writer.bytes
    }

    /// Writes the members of an object.
    func write(to writer: inout JSONWriter) {
        writer.key("policy")
        writer.beginObject()
        writer.member("name", policy.name)
        writer.member("version", policy.version)
        writer.member("digest", policy.digest)
        writer.endObject()
        writer.member("decision", verdict.decision.rawValue)
        writer.member("score", verdict.score)
        for (key, reasons) in [("reasons", verdict.reasons), ("shadow", verdict.shadow)] {
            writer.key(key)
            writer.beginArray()
            for reason in reasons { Self.write(reason, to: &writer) }
            writer.endArray()
        }
        Self.write(verdict.unevaluated.map { ($0.rule, $0.unknown) }, as: "unevaluated", to: &writer)
        Self.write(verdict.withheld.map { ($0.rule, $0.attributes) }, as: "withheld", to: &writer)
    }

    private static func write(_ reason: Reason, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("rule", reason.rule)
        writer.member("code", reason.code)
        writer.member("effect", reason.effect.rawValue)
        if let score = reason.score { writer.member("score", score) }
        writer.member("message", reason.message)
        if !reason.unknown.isEmpty { write(reason.unknown, as: "unknown", to: &writer) }
        writer.endObject()
    }

    private static func write(
        _ rules: [(rule: String, attributes: [String])], as key: String, to writer: inout JSONWriter
    ) {
        writer.key(key)
        writer.beginObject()
        for (rule, attributes) in rules { write(attributes, as: rule, to: &writer) }
        writer.endObject()
    }

    private static func write(_ texts: [String], as key: String, to writer: inout JSONWriter) {
        writer.key(key)
        writer.beginArray()
        for text in texts { writer.value(text) }
        writer.endArray()
    }
}
