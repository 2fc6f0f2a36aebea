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
    /// What is reported when it applies; with a text of its own each time if there is a ``message``.
    let reason: Reason
    let message: MessageTemplate?

    init(
        id: String, condition: Program, effect: Effect, isFinal: Bool, onUnknown: Action?, isShadow: Bool,
        reason: Reason, message: MessageTemplate?
    ) {
        self.id = id
        self.condition = condition
        self.effect = effect
        self.isFinal = isFinal
        self.onUnknown = onUnknown
        self.isShadow = isShadow
        self.reason = reason
        self.message = message
    }

    /// What is reported when it applies to the evidence of an activation.
    ///
    /// - Parameter steps: what the policy's evaluation may still cost.
    func reason(_ activation: inout Activation, steps: inout Int) -> Reason {
        guard let message else { return reason }
        return reason.saying(message.text(&activation, steps: &steps))
    }

    /// What is reported when nobody delivered what the condition needs.
    func unknownReason(_ paths: [String]) -> Reason {
        let subject = paths.count == 1 ? "\(paths[0]) is" : "\(paths.joined(separator: ", ")) are"
        return Reason(
            rule: id, code: Reason.unknownCode, effect: Reason.Effect(onUnknown ?? .review),
            message: "Rule '\(id)' can't be evaluated: \(subject) unknown", unknown: paths)
    }

    /// What is reported when the condition ends in an error.
    func errorReason(_ error: String) -> Reason {
        Reason(
            rule: id, code: Reason.errorCode, effect: Reason.Effect(onUnknown ?? .review),
            message: "Rule '\(id)' can't be evaluated: \(error)")
    }
}
