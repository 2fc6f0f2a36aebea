/// `&&` and `||` over any number of operands: one that settles it makes up for unknowns and errors of the others.
final class LogicNode: Node {
    private let operands: [any Node]
    /// False for `&&`, true for `||`.
    private let settling: Bool

    init(_ operands: [any Node], settling: Bool) {
        self.operands = operands
        self.settling = settling
    }

    func evaluate(_ activation: inout Activation) -> Outcome {
        var rest = Remainder()
        // By index: an array's iterator counts the array and each element up and down.
        for index in operands.indices {
            switch operands[index].evaluate(&activation) {
            case .value(.bool(settling)): return .value(.bool(settling))
            case .value(.bool): break
            case let outcome: rest.add(outcome)
            }
        }
        return rest.outcome ?? .value(.bool(!settling))
    }
}

/// What is left of operands that didn't settle a question: their unknowns together, or else the first error.
struct Remainder {
    private(set) var outcome: Outcome?

    mutating func add(_ other: Outcome) {
        switch (outcome, other) {
        case (_, .value): add(.error(.notBool))
        case (.unknown(let known)?, .unknown(let more)): outcome = .unknown(known.union(more))
        case (nil, _), (.error?, .unknown): outcome = other
        default: break
        }
    }
}

/// `!operand`.
final class NotNode: Node {
    private let operand: any Node

    init(_ operand: any Node) { self.operand = operand }

    func evaluate(_ activation: inout Activation) -> Outcome {
        let outcome = operand.evaluate(&activation)
        switch outcome {
        case .value(.bool(let flag)): return .value(.bool(!flag))
        case .value(let value): return .error(.noSuchOverload("'!'", value))
        default: return outcome
        }
    }
}

/// `condition ? then : other`; only the one that is chosen is evaluated.
final class ConditionalNode: Node {
    private let condition: any Node
    private let then: any Node
    private let other: any Node

    init(_ condition: any Node, then: any Node, other: any Node) {
        self.condition = condition
        self.then = then
        self.other = other
    }

    func evaluate(_ activation: inout Activation) -> Outcome {
        let outcome = condition.evaluate(&activation)
        switch outcome {
        case .value(.bool(true)): return then.evaluate(&activation)
        case .value(.bool(false)): return other.evaluate(&activation)
        case .value: return .error(.notBool)
        default: return outcome
        }
    }
}
