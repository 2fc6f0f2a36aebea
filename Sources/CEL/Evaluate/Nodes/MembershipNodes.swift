/// `element in container`.
final class MembershipNode: Node {
    private let element: any Node
    private let container: any Node

    init(_ element: any Node, _ container: any Node) {
        self.element = element
        self.container = container
    }

    func evaluate(_ activation: inout Activation) -> Outcome {
        let element = self.element.evaluate(&activation)
        let container = self.container.evaluate(&activation)
        guard case .value(let elementValue) = element, case .value(let containerValue) = container else {
            return .missing(element, container)
        }
        switch containerValue {
        case .list(let list):
            return Outcome { () throws(EvaluationError) in
                try activation.budget.charge(list.count)
                for candidate in list where try activation.budget.areEqual(elementValue, candidate) {
                    return .bool(true)
                }
                return .bool(false)
            }
        case .map(let map): return .value(.bool(map[elementValue] != nil))
        default: return .error(.noSuchOverload("'in'", elementValue, containerValue))
        }
    }
}

/// `element in [constants]`, by hash, so that a list of a hundred thousand entries costs no more than one of ten.
final class ConstantMembershipNode: Node {
    private let element: any Node
    private let keys: Set<MapKey>

    init(_ element: any Node, keys: Set<MapKey>) {
        self.element = element
        self.keys = keys
    }

    /// The keys of a list, or nil if it has elements that aren't compared like keys.
    static func keys(of list: [Value]) -> Set<MapKey>? {
        var keys: Set<MapKey> = []
        keys.reserveCapacity(list.count)
        for element in list {
            guard let key = MapKey(element) else { return nil }
            keys.insert(key)
        }
        return keys
    }

    func evaluate(_ activation: inout Activation) -> Outcome {
        let outcome = element.evaluate(&activation)
        guard case .value(let value) = outcome else { return outcome }
        // What can't be a key can't be equal to one either.
        return .value(.bool(MapKey(value).map(keys.contains) ?? false))
    }
}
