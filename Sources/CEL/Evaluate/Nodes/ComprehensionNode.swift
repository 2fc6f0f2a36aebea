/// A macro over a list's elements or a map's keys.
final class ComprehensionNode: Node {
    private let kind: Comprehension.Kind
    private let range: any Node
    private let condition: (any Node)?
    private let body: any Node

    init(_ kind: Comprehension.Kind, range: any Node, condition: (any Node)?, body: any Node) {
        self.kind = kind
        self.range = range
        self.condition = condition
        self.body = body
    }

    func evaluate(_ activation: inout Activation) -> Outcome {
        let outcome = range.evaluate(&activation)
        switch outcome {
        case .value(.list(let list)): return evaluate(over: list, &activation)
        case .value(.map(let map)): return evaluate(over: map.entries.map(\.key), &activation)
        case .value(let value): return .error(.noSuchOverload("\(kind.rawValue)()", value))
        default: return outcome
        }
    }

    private func evaluate(over elements: [Value], _ activation: inout Activation) -> Outcome {
        guard activation.spend(elements.count) else { return .error(.tooExpensive) }
        activation.locals.append(.null)
        defer { activation.locals.removeLast() }
        switch kind {
        case .all: return search(elements, for: false, &activation)
        case .exists: return search(elements, for: true, &activation)
        case .existsOne: return existsOne(elements, &activation)
        case .filter: return filter(elements, &activation)
        case .map: return map(elements, &activation)
        }
    }

    private func apply(_ node: any Node, to element: Value, _ activation: inout Activation) -> Outcome {
        activation.locals[activation.locals.count - 1] = element
        return node.evaluate(&activation)
    }

    /// `all` is `&&` over the elements, and `exists` is `||`.
    private func search(_ elements: [Value], for settling: Bool, _ activation: inout Activation) -> Outcome {
        var rest = Remainder()
        for element in elements {
            switch apply(body, to: element, &activation) {
            case .value(.bool(settling)): return .value(.bool(settling))
            case .value(.bool): break
            case let outcome: rest.add(outcome)
            }
        }
        return rest.outcome ?? .value(.bool(!settling))
    }

    /// Strict, unlike `exists`: the specification lets nothing make up for an error here.
    private func existsOne(_ elements: [Value], _ activation: inout Activation) -> Outcome {
        var count = 0
        var rest = Remainder()
        for element in elements {
            switch apply(body, to: element, &activation) {
            case .value(.bool(let fits)): count += fits ? 1 : 0
            case let outcome: rest.add(outcome)
            }
        }
        return rest.outcome ?? .value(.bool(count == 1))
    }

    private func filter(_ elements: [Value], _ activation: inout Activation) -> Outcome {
        var kept: [Value] = []
        var rest = Remainder()
        for element in elements {
            switch apply(body, to: element, &activation) {
            case .value(.bool(let fits)): if fits { kept.append(element) }
            case let outcome: rest.add(outcome)
            }
        }
        return rest.outcome ?? .value(.list(kept))
    }

    private func map(_ elements: [Value], _ activation: inout Activation) -> Outcome {
        var mapped: [Value] = []
        var rest = Remainder()
        for element in elements {
            if let condition {
                switch apply(condition, to: element, &activation) {
                case .value(.bool(true)): break
                case .value(.bool(false)): continue
                case let outcome:
                    rest.add(outcome)
                    continue
                }
            }
            switch apply(body, to: element, &activation) {
            case .value(let value): mapped.append(value)
            case let outcome: rest.add(outcome)
            }
        }
        return rest.outcome ?? .value(.list(mapped))
    }
}
