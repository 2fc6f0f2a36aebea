/// Selects a field or a map's entry by name: `operand.name`. Of an optional it selects within, and gives an optional.
final class SelectNode: Node {
    private let operand: any Node
    private let name: String
    /// What is unknown when a record has no value for the field.
    private let unknown: UnknownSet
    /// Whether a missing key of a map is unknown, too.
    private let isOpen: Bool
    /// Where the field is in the record that the operand is declared to be.
    private let declared: (type: RecordType, slot: Int)?

    /// - Parameter type: of the operand, as far as it is known.
    init(_ operand: any Node, name: String, path: String, isOpen: Bool, type: CELType) {
        self.operand = operand
        self.name = name
        self.unknown = UnknownSet(path)
        self.isOpen = isOpen
        self.declared = if case .record(let type) = type { type.slot(of: name).map { (type, $0) } } else { nil }
    }

    func evaluate(_ activation: inout Activation) -> Outcome {
        let outcome = operand.evaluate(&activation)
        switch outcome {
        case .value(.record(let record)) where record.type === declared?.type:
            return (declared.flatMap { record[slot: $0.slot] }).map(Outcome.value) ?? .unknown(unknown)
        case .value(.optional(let wrapped)): return wrapped.map { $0.member(name).optional } ?? outcome
        case .value(let value): return value.member(name).outcome(unknown: unknown, isOpen: isOpen)
        // The whole way is what someone would have to deliver.
        case .unknown(let set): return .unknown(isOpen ? (set.isWithheld ? unknown.withheld : unknown) : set)
        case .error: return outcome
        }
    }
}

/// `operand.?name`: an optional with the field's value, if there is one. What the way there lacks makes it none.
final class OptionalSelectNode: Node {
    private let operand: any Node
    private let name: String

    init(_ operand: any Node, name: String) {
        self.operand = operand
        self.name = name
    }

    func evaluate(_ activation: inout Activation) -> Outcome {
        let outcome = operand.evaluate(&activation)
        switch outcome {
        case .value(.optional(let wrapped)): return wrapped.map { $0.member(name).optional } ?? outcome
        case .value(let value): return value.member(name).optional
        case .unknown(let set): return set.isWithheld ? outcome : .value(.optional(nil))
        case .error: return outcome
        }
    }
}

/// `has(operand.name)`: whether the field has a value or the map has the key. What the way there lacks makes it false.
final class HasNode: Node {
    private let operand: any Node
    private let name: String

    init(_ operand: any Node, name: String) {
        self.operand = operand
        self.name = name
    }

    func evaluate(_ activation: inout Activation) -> Outcome {
        let outcome = operand.evaluate(&activation)
        switch outcome {
        case .unknown(let set) where set.isWithheld: return outcome
        case .value(.optional(nil)), .unknown: return .value(.bool(false))
        case .value(.optional(let wrapped?)): return has(wrapped)
        case .value(let value): return has(value)
        case .error: return outcome
        }
    }

    private func has(_ value: Value) -> Outcome {
        switch value.member(name) {
        case .found: .value(.bool(true))
        case .undelivered, .absent: .value(.bool(false))
        case .unsupported(let error): .error(error)
        }
    }
}

/// An element of a list or an entry of a map: `operand[index]`, or `operand[?index]` with an optional for its value.
final class IndexNode: Node {
    private let operand: any Node
    private let index: any Node
    private let unknown: UnknownSet
    private let isOpen: Bool
    private let isOptional: Bool

    init(_ operand: any Node, _ index: any Node, path: String, isOpen: Bool, isOptional: Bool) {
        self.operand = operand
        self.index = index
        self.unknown = UnknownSet(path)
        self.isOpen = isOpen
        self.isOptional = isOptional
    }

    func evaluate(_ activation: inout Activation) -> Outcome {
        let container = operand.evaluate(&activation)
        let index = self.index.evaluate(&activation)
        guard case .value(let containerValue) = container, case .value(let indexValue) = index else {
            if isOptional, case .unknown(let set) = container, !set.isWithheld, case .value = index {
                return .value(.optional(nil))
            }
            return .missing(container, index)
        }
        if case .optional(let wrapped) = containerValue {
            return wrapped.map { $0.element(at: indexValue).optional } ?? container
        }
        let found = containerValue.element(at: indexValue)
        return isOptional ? found.optional : found.outcome(unknown: unknown, isOpen: isOpen)
    }
}
