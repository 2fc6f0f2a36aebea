import Policy

/// The results of policies' tests as the XML that CI systems read: a suite a file, a test case a case.
enum JUnitReport {
    static func text(_ reports: [PolicyTestReport]) -> String {
        let cases = reports.flatMap(\.cases)
        let lines =
            [#"<?xml version="1.0" encoding="UTF-8"?>"#, "<testsuites\(counts(cases))>"]
            + reports.flatMap(suite) + ["</testsuites>"]
        return lines.joined(separator: "\n")
    }

    private static func suite(_ report: PolicyTestReport) -> [String] {
        let name = "policy \(report.policy), version \(report.version)"
        return ["  <testsuite name=\(quoted(name))\(counts(report.cases)) file=\(quoted(report.file))>"]
            + report.cases.flatMap { element($0, report) } + ["  </testsuite>"]
    }

    private static func element(_ test: PolicyTestReport.Case, _ report: PolicyTestReport) -> [String] {
        let line = test.line.map { " line=\(quoted(String($0)))" } ?? ""
        let head =
            "    <testcase classname=\(quoted(report.policy)) name=\(quoted(test.name)) file=\(quoted(report.file))\(line)"
        if test.isGood { return [head + "/>"] }
        let differences = test.mismatches.map { "\($0.what): expected \($0.expected), got \($0.actual)" }
        let failure = "      <failure message=\(quoted(differences.joined(separator: "; ")))/>"
        return [head + ">", failure, "    </testcase>"]
    }

    private static func counts(_ cases: [PolicyTestReport.Case]) -> String {
        " tests=\(quoted(String(cases.count))) failures=\(quoted(String(cases.count { !$0.isGood })))"
    }

    /// A text as the value of an attribute; what XML has no way to say is left out.
    private static func quoted(_ text: String) -> String {
        var quoted = String.UnicodeScalarView("\"".unicodeScalars)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": quoted.append(contentsOf: "&amp;".unicodeScalars)
            case "<": quoted.append(contentsOf: "&lt;".unicodeScalars)
            case "\"": quoted.append(contentsOf: "&quot;".unicodeScalars)
            case "\n", "\r", "\t": quoted.append(contentsOf: "&#\(scalar.value);".unicodeScalars)
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: break
            default: quoted.append(scalar)
            }
        }
        quoted.append("\"")
        return String(quoted)
    }
}
