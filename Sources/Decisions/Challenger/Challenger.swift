import Policy

/// Tries another policy on a decision's evidence. What it says is recorded and counted, and changes nothing.
struct Challenger: Sendable {
    /// What a trial may take at most, so that the answer isn't kept waiting for it.
    private static let allowance = Duration.milliseconds(5)
    /// The same in steps, as a rule isn't given up in its middle for the time it takes.
    private static let maxSteps = 20_000
    /// What is left of the decision's deadline for encoding and the way back.
    private static let reserve = Duration.milliseconds(3)

    /// What a challenger would have decided.
    struct Trial: Sendable {
        let policy: Policy
        /// Nil if there was no time for it.
        let verdict: Verdict?
        let decided: Action

        var differs: Bool { verdict.map { $0.decision != decided } ?? false }
    }

    let counts = ChallengerCounts()

    func trial(
        of policy: Policy, on evidence: Evidence, decided: Action, deadline: ContinuousClock.Instant
    ) -> Trial {
        let verdict = policy.evaluate(
            evidence, until: min(deadline - Self.reserve, .now + Self.allowance), maxSteps: Self.maxSteps)
        counts.add(decided: decided, challenger: verdict?.decision)
        return Trial(policy: policy, verdict: verdict, decided: decided)
    }
}
