import Foundation

/// A record in one line for people: time, sequence, and for a decision its verdict, event, score, the rules' codes, those of
/// rules in shadow, sessions, what was degraded, and its id. Raw lines, for programs, need none of this.
package struct RecordSummary: Sendable, CustomStringConvertible {
    package let description: String

    /// Never fails: a line that isn't a record is said to be none. What a terminal could take for a command is replaced, since
    /// parts of a record come from outside.
    package init(line: [UInt8]) {
        guard let record = try? JSONDecoder().decode(LoggedRecord.self, from: Data(line)) else {
            description = "not a record of the decision log (\(line.count) bytes)"
            return
        }
        let number = UInt64(record.sequence).map { "#\($0)" } ?? "#?"
        let parts = [record.time, number] + Self.parts(of: record)
        description = Self.printable(parts.joined(separator: "  "))
    }

    private static func parts(of record: LoggedRecord) -> [String] {
        if let decision = record.data?.decision {
            return parts(of: decision, record.data?.evidence)
        }
        var parts = [record.type]
        if let durability = record.data?.durability { parts.append("durability=\(durability)") }
        if let recovery = record.data?.recovery, let bytes = recovery.tornBytes, bytes > 0 {
            parts.append("torn line of \(bytes) bytes cut off after #\(recovery.lastSequence ?? 0)")
        }
        if let since = record.data?.notWritableSince {
            parts.append("not writable since \(since): \(record.data?.reason ?? "?")")
        }
        if let results = record.data?.results {
            let missing = (record.data?.missing ?? [:]).sorted { $0.key < $1.key }
            parts += [
                record.data?.event ?? "?", "results=\(results.count)",
                "differing=\(results.count { $0.differs == true })",
            ]
            parts += missing.map { "missing=\($0.value) (\($0.key))" }
        }
        return parts + [record.id]
    }

    private static func parts(of decision: LoggedRecord.Decision, _ evidence: LoggedRecord.Evidence?) -> [String] {
        var parts = [
            (decision.decision ?? "?").uppercased(), decision.event ?? "?",
            "score=\(decision.score.map(Self.number) ?? "?")",
            codes(of: decision.reasons) ?? "-",
        ]
        if let codes = codes(of: evidence?.shadow) { parts.append("shadow=\(codes)") }
        parts += (evidence?.request?.sessions ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        if decision.degraded == true {
            let causes = (decision.providers ?? [:]).filter { $0.value.status != "ok" }.sorted { $0.key < $1.key }
            let texts = causes.map { "\($0.key) \($0.value.status ?? "?")" }
            parts.append("degraded" + (texts.isEmpty ? "" : ": " + texts.joined(separator: ", ")))
        }
        return parts + [decision.id ?? "?"]
    }

    private static func codes(of reasons: [LoggedRecord.Reason]?) -> String? {
        guard let reasons, !reasons.isEmpty else { return nil }
        return reasons.map { $0.code ?? $0.rule ?? "?" }.joined(separator: ",")
    }

    private static func number(_ value: Double) -> String {
        Int(exactly: value).map { "\($0)" } ?? "\(value)"
    }

    private static func printable(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: result.append("\u{FFFD}")
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}
