/// What a service with the sample policy and the default configuration decides on a scenario.
package struct Expectation: Sendable, Hashable {
    /// The three decisions of the service.
    package enum Decision: String, Sendable {
        case allow, review, block
    }

    /// The decision on a request that holds this session alone.
    package let decision: Decision
    /// Whether the decision was made without the vendor's facts.
    package let degraded: Bool
    /// How the service classifies the vendor's answer: `ok`, `not_found`, `timeout` and so on.
    package let cause: String

    static let allow = Expectation(decision: .allow, degraded: false, cause: "ok")
    static let review = Expectation(decision: .review, degraded: false, cause: "ok")
    static let block = Expectation(decision: .block, degraded: false, cause: "ok")

    /// A decision made without the vendor's facts, for `cause`.
    static func degraded(_ cause: String, _ decision: Decision = .review) -> Expectation {
        Expectation(decision: decision, degraded: true, cause: cause)
    }
}
