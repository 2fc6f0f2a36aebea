import CEL
import Policy

/// What a reason did to a verdict, without its words.
package struct ReasonEffect: Sendable, Hashable {
    package let rule: String
    package let code: String
    /// `allow`, `review`, `block` or `score`.
    package let effect: String
    package let score: Int64?

    init(_ reason: Reason) {
        rule = reason.rule
        code = reason.code
        effect = reason.effect.rawValue
        score = reason.score.map(Int64.init)
    }

    /// A reason of a decision that was recorded; nil for what isn't one.
    init?(_ value: Value) {
        guard case .map(let reason) = value, case .string(let rule)? = reason["rule"],
            case .string(let code)? = reason["code"], case .string(let effect)? = reason["effect"]
        else { return nil }
        self.rule = rule
        self.code = code
        self.effect = effect
        score = if case .int(let score)? = reason["score"] { score } else { nil }
    }
}
