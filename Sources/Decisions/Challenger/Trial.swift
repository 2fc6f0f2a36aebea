import Policy

/// A decision that is on the log, and the challenger that is to be tried on the same evidence. A class, so that to queue it
/// moves one reference.
final class Trial: Sendable {
    /// The decision's id.
    let id: String
    let decided: Action
    let evidence: Evidence
    /// The challenger that was in force when it was decided, whichever is by the time of the trial.
    let policy: Policy
    /// What it holds in memory, estimated.
    let memoryBytes: Int

    init(id: String, decided: Action, evidence: Evidence, policy: Policy, memoryBytes: Int) {
        self.id = id
        self.decided = decided
        self.evidence = evidence
        self.policy = policy
        self.memoryBytes = memoryBytes
    }
}
