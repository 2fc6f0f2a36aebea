import Synchronization

/// The policies in force. Whoever decides reads them once a decision; whoever loads new ones replaces them as a whole.
package final class PolicyStore: Sendable {
    /// What is in force together. A class, so that to read it counts one object, however many policies there are.
    package final class InForce: Sendable {
        package let policies: PolicySet
        /// What is tried on the same evidence, without effect; nil for none.
        package let challengers: PolicySet?

        init(_ policies: PolicySet, challengers: PolicySet?) {
            self.policies = policies
            self.challengers = challengers
        }
    }

    private let inForce: Mutex<InForce>

    package init(_ policies: PolicySet, challengers: PolicySet? = nil) {
        inForce = Mutex(InForce(policies, challengers: challengers))
    }

    package var current: InForce { inForce.withLock { $0 } }

    package func replace(policies: PolicySet) {
        inForce.withLock { $0 = InForce(policies, challengers: $0.challengers) }
    }

    package func replace(challengers: PolicySet) {
        inForce.withLock { $0 = InForce($0.policies, challengers: challengers) }
    }
}
