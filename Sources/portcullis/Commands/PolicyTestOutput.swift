import CEL
import Policy

/// The results of policies' tests, for people and for programs.
enum PolicyTestOutput {
    static func text(_ report: PolicyTestReport) -> String {
        let width = min(report.cases.map(\.name.count).max() ?? 0, 60)
        var lines = ["\(report.file): policy \(report.policy), version \(report.version)"]
        for test in report.cases {
            let name = test.name + String(repeating: " ", count: max(0, width - test.name.count))
            let decision = test.verdict.decision.rawValue
            let padding = String(repeating: " ", count: max(0, 6 - decision.count))
            lines.append("  \(test.isGood ? "ok  " : "FAIL")  \(name)  \(decision)\(padding)  \(test.verdict.score)")
            for mismatch in test.mismatches {
                lines.append("        \(mismatch.what): expected \(mismatch.expected), got \(mismatch.actual)")
            }
        }
        let failed = report.cases.count { !$0.isGood }
        lines.append("\(report.cases.count - failed) passed, \(failed) failed")
        return (lines + text(report.coverage)).joined(separator: "\n")
    }

    private static func text(_ coverage: RuleCoverage) -> [String] {
        var lines = [
            "coverage: \(coverage.appliedRules) of \(coverage.rules.count) rules applied, "
                + "\(coverage.coveredBranches) of \(coverage.branches) branches taken"
        ]
        let branching = coverage.rules.filter { !$0.isConstant }
        let neverApplied = branching.filter { $0.applied == 0 }.map(\.rule)
        let neverNot = branching.filter { $0.notApplied == 0 }.map(\.rule)
        if !neverApplied.isEmpty { lines.append("  never applied: \(neverApplied.joined(separator: ", "))") }
        if !neverNot.isEmpty { lines.append("  never didn't apply: \(neverNot.joined(separator: ", "))") }
        return lines
    }

    static func json(_ reports: [PolicyTestReport]) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("good", reports.allSatisfy(\.isGood))
        writer.key("files")
        writer.beginArray()
        for report in reports { write(report, to: &writer) }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }

    private static func write(_ report: PolicyTestReport, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("file", report.file)
        writer.member("policy", report.policy)
        writer.member("version", report.version)
        writer.member("good", report.isGood)
        writer.key("cases")
        writer.beginArray()
        for test in report.cases { write(test, to: &writer) }
        writer.endArray()
        writer.key("coverage")
        writer.beginObject()
        writer.member("rules", report.coverage.rules.count)
        writer.member("applied_rules", report.coverage.appliedRules)
        writer.member("branches", report.coverage.branches)
        writer.member("covered_branches", report.coverage.coveredBranches)
        writer.key("by_rule")
        writer.beginArray()
        for count in report.coverage.rules {
            writer.beginObject()
            writer.member("rule", count.rule)
            writer.member("applied", count.applied)
            writer.member("not_applied", count.notApplied)
            writer.member("failed", count.failed)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        writer.endObject()
    }

    private static func write(_ test: PolicyTestReport.Case, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("name", test.name)
        if let line = test.line { writer.member("line", line) }
        writer.member("good", test.isGood)
        writer.member("decision", test.verdict.decision.rawValue)
        writer.member("score", test.verdict.score)
        for (key, reasons) in [("reasons", test.verdict.reasons), ("shadow", test.verdict.shadow)] {
            writer.key(key)
            writer.beginArray()
            for reason in reasons { writer.value(reason.code) }
            writer.endArray()
        }
        writer.key("mismatches")
        writer.beginArray()
        for mismatch in test.mismatches {
            writer.beginObject()
            writer.member("what", mismatch.what)
            writer.member("expected", mismatch.expected)
            writer.member("actual", mismatch.actual)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
    }
}
