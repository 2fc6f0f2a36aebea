/// One thing that a verdict rests on.
package struct Reason: Sendable, Equatable {
    /// What it did to the verdict.
    package enum Effect: String, Sendable {
        case allow
        case review
        case block
        /// It added points.
        case score

        init(_ action: Action) {
            switch action {
            case .allow: self = .allow
            case .review: self = .review
            case .block: self = .block
            }
        }
    }

    /// The rule's id; ``unavailableRule`` or ``scoreRule`` for what no rule of the document says.
    package let rule: String
    /// Stable, for programs: `network.vpn`, `rule.unknown`, `provider.timeout`.
    package let code: String
    package let effect: Effect
    /// The points that a rule added, or the sum that reached a band.
    package let score: Int?
    /// For people.
    package let message: String
    /// The attributes that nobody delivered, where that is the reason.
    package let unknown: [String]
    /// The vendor that gave no facts, where that is the reason.
    package let provider: String?

    package static let unavailableRule = "unavailable"
    package static let scoreRule = "score"
    /// The code of a rule whose condition couldn't be known.
    package static let unknownCode = "rule.unknown"
    /// The code of a rule whose condition ended in an error.
    package static let errorCode = "rule.error"

    /// The same with another text.
    func saying(_ message: String) -> Reason {
        Reason(
            rule: rule, code: code, effect: effect, message: message, score: score, unknown: unknown,
            provider: provider)
    }

    init(
        rule: String, code: String, effect: Effect, message: String, score: Int? = nil, unknown: [String] = [],
        provider: String? = nil
    ) {
        self.rule = rule
        self.code = code
        self.effect = effect
        self.score = score
        self.message = message
        self.unknown = unknown
        self.provider = provider
    }
}
