import CEL

extension Policy {
    /// Decides. Pure: the same evidence gives the same verdict.
    ///
    /// First, every vendor that was asked and gave no facts counts, as `unavailable` says; no rule can take that back.
    /// Then the rules are evaluated in order, until a final one applies. Of all that applied the most severe action
    /// wins, the score's band included; if nothing did, the default holds.
    ///
    /// - Parameter withheld: what the evidence's source keeps back, made by ``attributes(withheldBy:)``; nil for nothing. If
    ///   the verdict has any ``Verdict/withheld``, it isn't what the policy would have said.
    package func evaluate(_ evidence: Evidence, withheld: WithheldAttributes? = nil) -> Verdict {
        var run = PolicyRun(policy: self, evidence: evidence, withheld: withheld, maxSteps: maxSteps)
        run.countUnavailable()
        run.evaluateRules()
        let verdict = run.conclude()
        run.end()
        return verdict
    }

    /// What a withholding means for this policy's conditions.
    package func attributes(withheldBy withholding: Withholding) -> WithheldAttributes {
        environment.attributes(withheldBy: withholding)
    }

    /// The variables that the policy reads, as a whole or in parts.
    package var readVariables: Set<String> { environment.readVariables }
}

/// One evaluation of a policy.
struct PolicyRun {
    private let policy: Policy
    private let evidence: Evidence
    private var activation: Activation
    private var verdict = Verdict()
    /// The most severe action so far of the rules that applied.
    private var applied: Action?
    /// The most severe of what isn't a rule that applied: outages, conditions that couldn't be evaluated, bands.
    private var objection = Action.allow
    /// What conditions and messages together may still cost.
    private var steps: Int

    init(policy: Policy, evidence: Evidence, withheld: WithheldAttributes?, maxSteps: Int) {
        steps = maxSteps
        self.policy = policy
        self.evidence = evidence
        activation = policy.activations.take()
        evidence.fill(&activation, of: policy.environment, schema: policy.schema, withheld: withheld)
    }

    mutating func countUnavailable() {
        for provider in evidence.providers {
            guard case .unavailable(let cause) = provider.status else { continue }
            object(policy.unavailable.reason(provider: provider.name, cause: cause))
        }
    }

    mutating func evaluateRules() {
        for rule in policy.rules {
            switch rule.condition.evaluate(&activation, steps: &steps) {
            case .value(.bool(false)): continue
            case .value(.bool(true)):
                guard rule.isShadow else {
                    apply(rule)
                    if rule.isFinal { return }
                    continue
                }
                verdict.shadow.append(rule.reason(&activation, steps: &steps))
            case .value: fail(rule, rule.errorReason("the condition is not a bool"))
            case .error(let error): fail(rule, rule.errorReason(error.description))
            case .unknown(let unknown):
                if unknown.isWithheld {
                    verdict.withheld.append((rule.id, unknown.paths))
                } else if rule.onUnknown == nil, isDecidedByUnavailable(unknown.paths) {
                    verdict.unevaluated.append((rule.id, unknown.paths))
                } else {
                    fail(rule, rule.unknownReason(unknown.paths))
                }
            }
        }
    }

    mutating func conclude() -> Verdict {
        if let reason = policy.bands?.reason(for: verdict.score) { object(reason) }
        verdict.decision = max(objection, applied ?? policy.defaultAction)
        return verdict
    }

    /// Gives back what the evaluation was run in. Nothing can be evaluated after it.
    mutating func end() { policy.activations.give(&activation) }

    private mutating func apply(_ rule: Rule) {
        verdict.reasons.append(rule.reason(&activation, steps: &steps))
        switch rule.effect {
        case .decide(let action): applied = max(applied ?? action, action)
        case .score(let points):
            let (sum, overflow) = verdict.score.addingReportingOverflow(points)
            verdict.score = overflow ? (points > 0 ? .max : .min) : sum
        }
    }

    private mutating func fail(_ rule: Rule, _ reason: Reason) {
        if rule.isShadow { verdict.shadow.append(reason) } else { object(reason) }
    }

    /// Counts what isn't a rule that applied. `allow` means that there is no objection then; it doesn't stand against
    /// the default, or else an outage could let through what the default holds back.
    private mutating func object(_ reason: Reason) {
        verdict.reasons.append(reason)
        switch reason.effect {
        case .review: objection = max(objection, .review)
        case .block: objection = .block
        case .allow, .score: break
        }
    }

    /// Whether the unknowns are all due to vendors that gave no facts, at least one of which was asked: what that means
    /// for the verdict has been counted.
    private func isDecidedByUnavailable(_ paths: [String]) -> Bool {
        var isAnyUnavailable = false
        for path in paths {
            let suppliers = policy.suppliers(path)
            guard !suppliers.isEmpty else { return false }
            for supplier in suppliers {
                switch evidence.status(of: supplier) {
                case .ok: return false
                case .notRequested: break
                case .unavailable: isAnyUnavailable = true
                }
            }
        }
        return isAnyUnavailable
    }
}
