/// `[a, b, …]` of which something isn't constant.
final class ListNode: Node {
    private let elements: [any Node]

    init(_ elements: [any Node]) { self.elements = elements }

    func evaluate(_ activation: inout Activation) -> Outcome {
        var values: [Value] = []
        values.reserveCapacity(elements.count)
        var missing = Missing()
        for element in elements {
            if let value = missing.value(of: element.evaluate(&activation)) { values.append(value) }
        }
        return missing.outcome ?? .value(.list(values))
    }
}

/// `{key: value, …}` of which something isn't constant.
final class MapNode: Node {
    struct Entry: Sendable {
        let key: any Node
        let value: any Node
    }

    private let entries: [Entry]

    init(_ entries: [Entry]) { self.entries = entries }

    func evaluate(_ activation: inout Activation) -> Outcome {
        var map = MapValue()
        var missing = Missing()
        for entry in entries {
            let key = missing.value(of: entry.key.evaluate(&activation))
            let value = missing.value(of: entry.value.evaluate(&activation))
            guard let key, let value else { continue }
            guard Value.asKey(key) != nil else { return .error(.noSuchOverload("key of a map", key)) }
            guard map.append(MapValue.Entry(key: key, value: value)) else {
                return .error(EvaluationError(.duplicateKey, "a map's key is there twice"))
            }
        }
        return missing.outcome ?? .value(.map(map))
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
