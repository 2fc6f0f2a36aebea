import CEL

/// Which rules the cases reached, and with what outcome.
package struct RuleCoverage: Sendable {
    /// How many cases ended each way for one rule.
    package struct Count: Sendable {
        package let rule: String
        package internal(set) var applied = 0
        package internal(set) var notApplied = 0
        /// It couldn't be evaluated, for want of facts or for an error.
        package internal(set) var failed = 0
        /// Whether its condition has but one outcome.
        package let isConstant: Bool

        /// The outcomes, of applying and not applying, that the condition can have.
        package var branches: Int { isConstant ? 1 : 2 }
        package var coveredBranches: Int { min((applied > 0 ? 1 : 0) + (notApplied > 0 ? 1 : 0), branches) }
    }

    private let policy: Policy
    /// In the document's order.
    package private(set) var rules: [Count]

    init(_ policy: Policy) {
        self.policy = policy
        rules = policy.rules.map { Count(rule: $0.id, isConstant: $0.condition.constant != nil) }
    }

    package var appliedRules: Int { rules.count { $0.applied > 0 } }
    package var branches: Int { rules.reduce(0) { $0 + $1.branches } }
    package var coveredBranches: Int { rules.reduce(0) { $0 + $1.coveredBranches } }

    /// Counts one verdict of the policy. Whatever comes after a final rule that applied wasn't evaluated.
    mutating func add(_ verdict: Verdict) {
        for (index, rule) in policy.rules.enumerated() {
            let said = rule.isShadow ? verdict.shadow : verdict.reasons
            if said.contains(where: { $0.rule == rule.id && $0.code == rule.reason.code }) {
                rules[index].applied += 1
                if rule.isFinal, !rule.isShadow { return }
            } else if said.contains(where: { $0.rule == rule.id })
                || verdict.unevaluated.contains(where: { $0.rule == rule.id })
            {
                rules[index].failed += 1
            } else {
                rules[index].notApplied += 1
            }
        }
    }
}
