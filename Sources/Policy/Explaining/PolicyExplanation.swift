import CEL

/// A verdict with what became of each rule, and the values that made it so.
package struct PolicyExplanation: Sendable {
    package enum State: String, Sendable {
        case applies
        case doesNotApply = "does_not_apply"
        /// Facts were missing that would have mattered.
        case unknown
        /// The source of the evidence keeps back what would have mattered.
        case withheld
        case error
        /// A final rule before it applied.
        case notReached = "not_reached"
    }

    package struct Rule: Sendable {
        package let id: String
        package let isFinal: Bool
        package let isShadow: Bool
        package let state: State
        /// What is reported when it applies.
        package let reason: Reason
        /// What can't be known, or why it failed; empty for other states.
        package let detail: String
        /// Nil for a rule that isn't reached.
        package let condition: Explanation?
    }

    package let verdict: Verdict
    /// In the document's order.
    package let rules: [Rule]
}

extension Policy {
    /// Evaluates the policy, and each of its rules by parts.
    ///
    /// - Parameter withholding: what the evidence's source keeps back; nil for nothing.
    package func explain(_ evidence: Evidence, withholding: Withholding? = nil) -> PolicyExplanation {
        // All before the activation is made, as its attributes' numbers have to be known.
        let conditions = rules.map { try? environment.explained($0.condition.source) }
        let withheld = withholding.map { environment.attributes(withheldBy: $0) }
        var activation = evidence.activation(of: environment, schema: schema, withheld: withheld)
        var explained: [PolicyExplanation.Rule] = []
        var isEnded = false
        var steps = maxSteps
        for (rule, condition) in zip(rules, conditions) {
            guard !isEnded else {
                explained.append(rule.explained(.notReached))
                continue
            }
            let (state, detail) = PolicyExplanation.state(rule.condition.evaluate(&activation, steps: &steps))
            explained.append(
                rule.explained(
                    state, detail: detail,
                    reason: state == .applies ? rule.reason(&activation, steps: &steps) : nil,
                    condition: condition?.explain(&activation)))
            isEnded = state == .applies && rule.isFinal && !rule.isShadow
        }
        return PolicyExplanation(verdict: evaluate(evidence, withheld: withheld), rules: explained)
    }
}

extension PolicyExplanation {
    fileprivate static func state(_ outcome: Outcome) -> (State, detail: String) {
        switch outcome {
        case .value(.bool(let applies)): (applies ? .applies : .doesNotApply, "")
        case .value: (.error, "the condition is not a bool")
        case .error(let error): (.error, error.description)
        case .unknown(let unknown): (unknown.isWithheld ? .withheld : .unknown, unknown.paths.joined(separator: ", "))
        }
    }
}

extension Rule {
    fileprivate func explained(
        _ state: PolicyExplanation.State, detail: String = "", reason: Reason? = nil, condition: Explanation? = nil
    ) -> PolicyExplanation.Rule {
        .init(
            id: id, isFinal: isFinal, isShadow: isShadow, state: state, reason: reason ?? self.reason, detail: detail,
            condition: condition)
    }
}
