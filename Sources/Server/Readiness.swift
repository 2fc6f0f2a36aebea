/// Whether decisions can be made, and what stands in the way.
package struct Readiness: Sendable {
    package enum State: String, Sendable {
        case ok
        /// Decisions are made, but with less than they could have.
        case degraded
        /// No decision is given.
        case failed
    }

    package struct Component: Sendable {
        package let name: String
        package let state: State
        /// For the operator; nil if there is nothing to say.
        package let reason: String?

        package init(_ name: String, _ state: State, reason: String? = nil) {
            self.name = name
            self.state = state
            self.reason = reason
        }
    }

    package let components: [Component]

    package init(_ components: [Component]) {
        self.components = components
    }

    var isReady: Bool { !components.contains { $0.state == .failed } }
}
