/// What came of a file of tests.
package struct PolicyTestReport: Sendable {
    /// One thing that isn't as it was expected, in words.
    package struct Mismatch: Sendable, Equatable {
        /// `decision`, `score`, `reasons` or `shadow`.
        package let what: String
        package let expected: String
        package let actual: String
    }

    package struct Case: Sendable {
        package let name: String
        /// From 1, in the file of tests.
        package let line: Int?
        package let verdict: Verdict
        package let mismatches: [Mismatch]

        package var isGood: Bool { mismatches.isEmpty }
    }

    package let file: String
    /// The policy's name and version.
    package let policy: String
    package let version: String
    package let cases: [Case]
    package let coverage: RuleCoverage

    package var isGood: Bool { cases.allSatisfy(\.isGood) }

    /// The cases that failed as a load's mistakes; nil if all are good.
    package var error: PolicyLoadError? {
        let problems = cases.filter { !$0.isGood }.map { test in
            let differences = test.mismatches.map { "\($0.what): expected \($0.expected), got \($0.actual)" }
            return PolicyProblem(
                file: file, line: test.line,
                message: "the test '\(test.name)' fails: \(differences.joined(separator: "; "))")
        }
        return problems.isEmpty ? nil : PolicyLoadError(problems, limit: PolicyLimits().maxProblems)
    }
}
