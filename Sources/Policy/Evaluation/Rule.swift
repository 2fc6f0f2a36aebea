import CEL

/// A rule, ready to be evaluated.
///
/// A class, as going over an array of them would otherwise copy each with all its strings.
final class Rule: Sendable {
    enum Effect: Sendable {
        case decide(Action)
        case score(Int)
    }

    let id: String
    let condition: Program
    let effect: Effect
    /// Whether no further rule is evaluated when this one applies.
    let isFinal: Bool
    /// Nil if the document doesn't say; it is review then, unless `unavailable` has decided already.
    let onUnknown: Action?
    /// Whether it is evaluated without effect.
    let isShadow: Bool
    /// What is reported when it applies.
    let reason: Reason

    init(
        id: String, condition: Program, effect: Effect, isFinal: Bool, onUnknown: Action?, isShadow: Bool,
        reason: Reason
    ) {
        self.id = id
        self.condition = condition
        self.effect = effect
        self.isFinal = isFinal
        self.onUnknown = onUnknown
        self.isShadow = isShadow
        self.reason = reason
    }

    /// What is reported when nobody delivered what the condition needs.
    func unknownReason(_ paths: [String]) -> Reason {
        let subject = paths.count == 1 ? "\(paths[0]) is" : "\(paths.joined(separator: ", ")) are"
        return Reason(
            rule: id, code: "rule.unknown", effect: Reason.Effect(onUnknown ?? .review),
            message: "Rule '\(id)' can't be evaluated: \(subject) unknown", unknown: paths)
    }

    /// What is reported when the condition ends in an error.
    func errorReason(_ error: String) -> Reason {
        Reason(
            rule: id, code: "rule.error", effect: Reason.Effect(onUnknown ?? .review),
            message: "Rule '\(id)' can't be evaluated: \(error)")
    }
}
