import Policy
import Server

extension PolicyReload {
    typealias Role = PolicyDirectory.Role

    /// Policies were put in force.
    ///
    /// - Parameter before: what they took the place of.
    mutating func add(_ role: Role, loaded policies: PolicySet, before: PolicySet?) {
        for event in policies.events {
            guard let policy = policies.policy(for: event) else { continue }
            let isSame = before?.policy(for: event)?.digest == policy.digest
            add(policy, role, isSame ? .unchanged : .loaded)
        }
        for event in before?.events ?? [] where policies.policy(for: event) == nil {
            if let policy = before?.policy(for: event) { add(policy, role, .removed) }
        }
    }

    /// Policies were refused.
    ///
    /// - Parameter inForce: what stays.
    mutating func add(_ role: Role, refused mistakes: [Mistake], omitted: Int, inForce: PolicySet?) {
        for event in inForce?.events ?? [] {
            if let policy = inForce?.policy(for: event) { add(policy, role, .refused) }
        }
        self.mistakes += mistakes
        omittedMistakes += omitted
    }

    private mutating func add(_ policy: Policy, _ role: Role, _ result: Result) {
        policies.append(
            .init(
                role: role.rawValue, event: policy.event, name: policy.name, version: policy.version,
                digest: policy.digest, result: result))
    }
}

extension PolicyReload.Mistake {
    /// What is wrong with an entry of a list quotes the entry, which may be a person's: that stays out of the answer.
    init(_ problem: PolicyProblem, role: PolicyDirectory.Role) {
        self.init(
            role: role.rawValue, file: problem.file, line: problem.line, column: problem.column,
            message: problem.discreetText)
    }
}
