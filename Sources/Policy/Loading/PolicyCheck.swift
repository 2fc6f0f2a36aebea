/// What came of checking policies that have no mistake.
package struct PolicyCheck: Sendable {
    package let policies: [Policy]
    /// What is allowed and hardly meant; by document, then in its order.
    package let warnings: [PolicyProblem]
}
