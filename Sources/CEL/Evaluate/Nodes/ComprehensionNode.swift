/// A macro over a list's elements or a map's entries.
final class ComprehensionNode: Node {
    private let kind: Comprehension.Kind
    private let isPair: Bool
    private let range: any Node
    private let condition: (any Node)?
    private let body: any Node
    private let stepsARound: Int

    /// - Parameter size: nodes that a round visits, without those of macros inside, which count for themselves.
    init(
        _ kind: Comprehension.Kind, isPair: Bool, range: any Node, condition: (any Node)?, body: any Node, size: Int
    ) {
        self.kind = kind
        self.isPair = isPair
        self.range = range
        self.condition = condition
        self.body = body
        self.stepsARound = 1 + size / 16
    }

    func evaluate(_ activation: inout Activation) -> Outcome {
        // Its elements are charged for once, as those of other lists are.
        if let timed = range as? TimedListNode {
            guard spend(timed.list.elements.count, &activation) else { return .error(.tooExpensive) }
            let outcome = timed.paid(activation)
            guard case .value(.list(let list)) = outcome else { return outcome }
            return evaluate(over: .list(list), &activation)
        }
        let outcome = range.evaluate(&activation)
        let elements: Elements
        switch outcome {
        case .value(.list(let list)): elements = .list(list)
        case .value(.map(let map)) where kind != .sortBy: elements = .map(map.entries)
        case .value(let value): return .error(.noSuchOverload("\(kind.rawValue)()", value))
        default: return outcome
        }
        guard spend(elements.count, &activation) else { return .error(.tooExpensive) }
        return evaluate(over: elements, &activation)
    }

    private func spend(_ rounds: Int, _ activation: inout Activation) -> Bool {
        activation.budget.spend(rounds * stepsARound)
    }

    private func evaluate(over elements: Elements, _ activation: inout Activation) -> Outcome {
        activation.locals.append(.error(.notBool))
        if isPair { activation.locals.append(.error(.notBool)) }
        defer { activation.locals.removeLast(isPair ? 2 : 1) }
        switch kind {
        case .all: return search(elements, for: false, &activation)
        case .exists: return search(elements, for: true, &activation)
        case .existsOne: return existsOne(elements, &activation)
        case .filter: return filter(elements, &activation)
        case .map, .transformList: return map(elements, &activation)
        case .transformMap, .transformMapEntry: return transform(elements, &activation)
        case .sortBy: return sort(elements, &activation)
        }
    }

    private func apply(
        _ node: any Node, to elements: Elements, at index: Int, _ activation: inout Activation
    ) -> Outcome {
        let last = activation.locals.count - 1
        if isPair {
            activation.locals[last - 1] = .value(elements.key(at: index))
            activation.locals[last] = .value(elements.value(at: index))
        } else {
            activation.locals[last] = .value(elements.single(at: index))
        }
        return node.evaluate(&activation)
    }

    /// `all` is `&&` over the elements, and `exists` is `||`.
    private func search(_ elements: Elements, for settling: Bool, _ activation: inout Activation) -> Outcome {
        var rest = Remainder()
        for index in 0..<elements.count {
            switch apply(body, to: elements, at: index, &activation) {
            case .value(.bool(settling)): return .value(.bool(settling))
            case .value(.bool): break
            case let outcome: rest.add(outcome)
            }
        }
        return rest.outcome ?? .value(.bool(!settling))
    }

    /// Strict, unlike `exists`: the specification lets nothing make up for an error here.
    private func existsOne(_ elements: Elements, _ activation: inout Activation) -> Outcome {
        var count = 0
        var rest = Remainder()
        for index in 0..<elements.count {
            switch apply(body, to: elements, at: index, &activation) {
            case .value(.bool(let fits)): count += fits ? 1 : 0
            case let outcome: rest.add(outcome)
            }
        }
        return rest.outcome ?? .value(.bool(count == 1))
    }

    private func filter(_ elements: Elements, _ activation: inout Activation) -> Outcome {
        var kept: [Value] = []
        var rest = Remainder()
        for index in 0..<elements.count {
            switch apply(body, to: elements, at: index, &activation) {
            case .value(.bool(let fits)): if fits { kept.append(elements.single(at: index)) }
            case let outcome: rest.add(outcome)
            }
        }
        return rest.outcome ?? .value(.list(kept))
    }

    /// What becomes of the elements that the condition keeps, charged for as it is made.
    private func each(
        _ elements: Elements, _ activation: inout Activation,
        _ take: (_ index: Int, Value) throws(EvaluationError) -> Void
    ) -> Remainder {
        var rest = Remainder()
        for index in 0..<elements.count {
            if let condition {
                switch apply(condition, to: elements, at: index, &activation) {
                case .value(.bool(true)): break
                case .value(.bool(false)): continue
                case let outcome:
                    rest.add(outcome)
                    continue
                }
            }
            switch apply(body, to: elements, at: index, &activation) {
            case .value(let value):
                do throws(EvaluationError) {
                    try activation.budget.charge(making: value)
                    try take(index, value)
                } catch {
                    rest.add(.error(error))
                }
            case let outcome: rest.add(outcome)
            }
        }
        return rest
    }

    private func map(_ elements: Elements, _ activation: inout Activation) -> Outcome {
        var mapped: [Value] = []
        let rest = each(elements, &activation) { (_, value) throws(EvaluationError) in mapped.append(value) }
        return rest.outcome ?? .value(.list(mapped))
    }

    private func transform(_ elements: Elements, _ activation: inout Activation) -> Outcome {
        var map = MapValue()
        let rest = each(elements, &activation) { (index, value) throws(EvaluationError) in
            let entries: [MapValue.Entry]
            if kind == .transformMap {
                entries = [MapValue.Entry(key: elements.key(at: index), value: value)]
            } else if case .map(let made) = value {
                entries = made.entries
            } else {
                throw .noSuchOverload("transformMapEntry()", value)
            }
            for entry in entries {
                if let error = map.insert(entry.value, for: entry.key) { throw error }
            }
        }
        return rest.outcome ?? .value(.map(map))
    }

    private func sort(_ elements: Elements, _ activation: inout Activation) -> Outcome {
        var keys: [Value] = []
        let rest = each(elements, &activation) { (_, value) throws(EvaluationError) in keys.append(value) }
        if let outcome = rest.outcome { return outcome }
        return Outcome { () throws(EvaluationError) in
            let order = try Sorting.order(of: keys, &activation.budget)
            return .list(order.map { elements.value(at: $0) })
        }
    }
}

extension ComprehensionNode {
    /// What a macro goes over.
    fileprivate enum Elements {
        case list([Value])
        case map([MapValue.Entry])

        var count: Int {
            switch self {
            case .list(let list): list.count
            case .map(let entries): entries.count
            }
        }

        /// What one variable stands for: a list's element, or a map's key.
        func single(at index: Int) -> Value {
            switch self {
            case .list(let list): list[index]
            case .map(let entries): entries[index].key
            }
        }

        /// What the first of two variables stands for.
        func key(at index: Int) -> Value {
            switch self {
            case .list: .int(Int64(index))
            case .map(let entries): entries[index].key
            }
        }

        /// What the second of two variables stands for.
        func value(at index: Int) -> Value {
            switch self {
            case .list(let list): list[index]
            case .map(let entries): entries[index].value
            }
        }
    }
}
