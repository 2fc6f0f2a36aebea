/// `[a, b, …]` of which something isn't constant.
final class ListNode: Node {
    struct Element: Sendable {
        let value: any Node
        /// Whether it is there only if its optional has a value.
        let isOptional: Bool
    }

    private let elements: [Element]

    init(_ elements: [Element]) { self.elements = elements }

    func evaluate(_ activation: inout Activation) -> Outcome {
        var values: [Value] = []
        values.reserveCapacity(elements.count)
        var missing = Missing()
        for element in elements {
            let outcome =
                element.isOptional ? element.value.unwrapped(&activation) : element.value.evaluate(&activation)
            if let outcome, let value = missing.value(of: outcome) { values.append(value) }
        }
        if let outcome = missing.outcome { return outcome }
        return Outcome { () throws(EvaluationError) in
            let list = Value.list(values)
            try activation.budget.charge(making: list)
            return list
        }
    }
}

/// `{key: value, …}` of which something isn't constant.
final class MapNode: Node {
    struct Entry: Sendable {
        let key: any Node
        let value: any Node
        /// Whether it is there only if its optional has a value.
        let isOptional: Bool
    }

    private let entries: [Entry]

    init(_ entries: [Entry]) { self.entries = entries }

    func evaluate(_ activation: inout Activation) -> Outcome {
        var map = MapValue()
        var missing = Missing()
        for entry in entries {
            let key = missing.value(of: entry.key.evaluate(&activation))
            let outcome = entry.isOptional ? entry.value.unwrapped(&activation) : entry.value.evaluate(&activation)
            guard let outcome, let value = missing.value(of: outcome), let key else { continue }
            if let error = map.insert(value, for: key) { return .error(error) }
        }
        if let outcome = missing.outcome { return outcome }
        return Outcome { () throws(EvaluationError) in
            try activation.budget.charge(making: .map(map))
            return .map(map)
        }
    }
}

extension MapValue {
    /// Adds an entry, or says why that can't be.
    mutating func insert(_ value: Value, for key: Value) -> EvaluationError? {
        guard Value.asKey(key) != nil else { return .noSuchOverload("key of a map", key) }
        guard append(MapValue.Entry(key: key, value: value)) else {
            return EvaluationError(.duplicateKey, "a map's key is there twice")
        }
        return nil
    }
}

extension Node {
    /// What is in the optional that the node gives; nil if nothing is.
    fileprivate func unwrapped(_ activation: inout Activation) -> Outcome? {
        let outcome = evaluate(&activation)
        guard case .value(let value) = outcome else { return outcome }
        guard case .optional(let wrapped) = value else { return .error(.noSuchOverload("optional element", value)) }
        return wrapped.map(Outcome.value)
    }
}

/// What strict operands lack together: all their unknowns, or else the first error.
struct Missing {
    private(set) var outcome: Outcome?

    mutating func value(of operand: Outcome) -> Value? {
        if case .value(let value) = operand { return value }
        outcome = outcome.map { .missing($0, operand) } ?? operand
        return nil
    }
}
