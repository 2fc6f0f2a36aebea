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
}
