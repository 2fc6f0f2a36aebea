/// `cel.bind(variable, value, body)`.
final class BindNode: Node {
    private let value: any Node
    private let body: any Node

    init(_ value: any Node, body: any Node) {
        self.value = value
        self.body = body
    }

    /// What the value lacks or fails with counts only where the variable is read.
    func evaluate(_ activation: inout Activation) -> Outcome {
        let outcome = value.evaluate(&activation)
        activation.locals.append(outcome)
        defer { activation.locals.removeLast() }
        return body.evaluate(&activation)
    }
}

/// `optional.optMap(variable, body)` and `optFlatMap`.
final class OptionalMapNode: Node {
    private let target: any Node
    private let body: any Node
    private let isFlat: Bool

    init(_ target: any Node, body: any Node, isFlat: Bool) {
        self.target = target
        self.body = body
        self.isFlat = isFlat
    }

    func evaluate(_ activation: inout Activation) -> Outcome {
        let outcome = target.evaluate(&activation)
        guard case .value(let value) = outcome else { return outcome }
        guard case .optional(let wrapped) = value else { return .error(.noSuchOverload("optMap()", value)) }
        guard let wrapped else { return outcome }
        activation.locals.append(.value(wrapped))
        defer { activation.locals.removeLast() }
        let result = body.evaluate(&activation)
        guard case .value(let mapped) = result else { return result }
        if !isFlat { return .value(.optional(mapped)) }
        if case .optional = mapped { return result }
        return .error(.noSuchOverload("optFlatMap()", mapped))
    }
}

/// `optional.or(other)` and `optional.orValue(other)`; the other is evaluated only if it is needed.
final class OptionalOrNode: Node {
    private let optional: any Node
    private let other: any Node
    /// Whether it gives the value, not the optional.
    private let unwraps: Bool

    init(_ optional: any Node, or other: any Node, unwraps: Bool) {
        self.optional = optional
        self.other = other
        self.unwraps = unwraps
    }

    func evaluate(_ activation: inout Activation) -> Outcome {
        let outcome = optional.evaluate(&activation)
        guard case .value(let value) = outcome else { return outcome }
        guard case .optional(let wrapped) = value else { return .error(.noSuchOverload("or()", value)) }
        if let wrapped { return unwraps ? .value(wrapped) : outcome }
        let instead = other.evaluate(&activation)
        guard !unwraps, case .value(let value) = instead else { return instead }
        if case .optional = value { return instead }
        return .error(.noSuchOverload("or()", value))
    }
}
