/// The policies in force: one an event.
package struct PolicySet: Sendable {
    private let policies: [String: Policy]

    init(_ policies: [Policy]) {
        self.policies = Dictionary(policies.map { ($0.event, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The policy that decides an event, or nil.
    package func policy(for event: String) -> Policy? { policies[event] }

    /// The events that there are policies for, in alphabetical order.
    package var events: [String] { policies.keys.sorted() }
}
