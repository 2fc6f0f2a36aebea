import CEL

/// A named case of a policy's tests: what is known, and what has to come of it.
package struct PolicyTestCase: Sendable {
    /// What has to come of it; nil is not compared.
    struct Expectation: Sendable {
        let decision: Action
        let score: Int?
        /// The codes of all reasons, in the decision's order.
        let reasons: [String]?
        /// The codes of what rules in `mode: shadow` would have said.
        let shadow: [String]?
    }

    package let name: String
    /// From 1, in the file of tests.
    let line: Int?
    package let fixture: PolicyFixture
    let expected: Expectation
}

/// Evidence that a case tells and no request could bring.
package struct PolicyTestCaseError: Error {
    package let message: String

    package init(_ message: String) { self.message = message }
}
