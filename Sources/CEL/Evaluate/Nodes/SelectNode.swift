/// Selects a field or a map's entry by name: `operand.name`.
final class SelectNode: Node {
    private let operand: any Node
    private let name: String
    /// What is unknown when a record has no value for the field.
    private let unknown: UnknownSet
    /// Whether a missing key of a map is unknown, too.
    private let isOpen: Bool

    init(_ operand: any Node, name: String, path: String, isOpen: Bool) {
        self.operand = operand
        self.name = name
        self.unknown = UnknownSet(path)
        self.isOpen = isOpen
    }

    func evaluate(_ activation: inout Activation) -> Outcome {
        let outcome = operand.evaluate(&activation)
        switch outcome {
        case .value(.record(let record)):
            guard let slot = record.type.slot(of: name) else { return .error(.noSuchKey) }
            return record[slot: slot].map(Outcome.value) ?? .unknown(unknown)
        case .value(.map(let map)):
            if let value = map[name] { return .value(value) }
            return isOpen ? .unknown(unknown) : .error(.noSuchKey)
        case .value(let value): return .error(.noSuchOverload("selection of a field", value))
        // The whole way is what someone would have to deliver.
        case .unknown(let set): return .unknown(isOpen ? unknown : set)
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
        case .value(.record(let record)): return .value(.bool(record[name] != nil))
        case .value(.map(let map)): return .value(.bool(map[name] != nil))
        case .value(let value): return .error(.noSuchOverload("has()", value))
        case .unknown: return .value(.bool(false))
        case .error: return outcome
        }
    }
}

/// An element of a list or an entry of a map: `operand[index]`.
final class IndexNode: Node {
    private let operand: any Node
    private let index: any Node
    private let unknown: UnknownSet
    private let isOpen: Bool

    init(_ operand: any Node, _ index: any Node, path: String, isOpen: Bool) {
        self.operand = operand
        self.index = index
        self.unknown = UnknownSet(path)
        self.isOpen = isOpen
    }

    func evaluate(_ activation: inout Activation) -> Outcome {
        let container = operand.evaluate(&activation)
        let index = self.index.evaluate(&activation)
        guard case .value(let container) = container, case .value(let index) = index else {
            return .missing(container, index)
        }
        switch container {
        case .list(let list):
            guard case .int(let position)? = MapKey(index) else {
                return .error(.noSuchOverload("index of a list", index))
            }
            guard let position = Int(exactly: position), list.indices.contains(position) else {
                return .error(.indexOutOfRange)
            }
            return .value(list[position])
        case .map(let map):
            if let value = map[index] { return .value(value) }
            return isOpen ? .unknown(unknown) : .error(.noSuchKey)
        default: return .error(.noSuchOverload("index", container, index))
        }
    }
}
