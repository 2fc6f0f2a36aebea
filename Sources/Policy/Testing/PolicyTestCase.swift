import CEL

/// A named case of a policy's tests: what is known, and what has to come of it.
package struct PolicyTestCase: Sendable {
    /// What a vendor answered.
    package struct Answer: Sendable {
        package let provider: String
        /// The body, as the vendor's API sends it.
        package let json: [UInt8]
        /// Whether it was written for the test, so that a field that the vendor doesn't have is a slip.
        package let isWrittenForTest: Bool
    }

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
    package let answers: [Answer]
    /// How the asking of a vendor ended: `ok`, or one of ``Vocabulary/causes``. At most one a vendor.
    package let outcomes: [(provider: String, outcome: String)]
    /// What the vendors tell in the shared vocabulary, as JSON objects: each goes before the ones in front of it, and
    /// all before what the answers say.
    package let signals: [[UInt8]]
    /// As in a request, a JSON object.
    package let subject: [UInt8]?
    /// As in a request, a JSON object.
    package let attributes: [UInt8]?
    package let now: Timestamp
    let expected: Expectation
}

/// Evidence that a case tells and no request could bring.
package struct PolicyTestCaseError: Error {
    package let message: String

    package init(_ message: String) { self.message = message }
}
