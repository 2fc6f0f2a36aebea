/// A function of one operand; the minus sign is one, too.
final class UnaryFunctionNode: Node {
    private let operand: any Node
    private let body: Function.Unary

    init(_ operand: any Node, _ body: @escaping Function.Unary) {
        self.operand = operand
        self.body = body
    }

    func evaluate(_ activation: inout Activation) -> Outcome {
        let outcome = operand.evaluate(&activation)
        guard case .value(let value) = outcome else { return outcome }
        return Outcome { () throws(EvaluationError) in
            try activation.budget.charge(reading: value)
            return try body(value)
        }
    }
}

/// A function of two operands.
final class BinaryFunctionNode: Node {
    private let left: any Node
    private let right: any Node
    private let body: Function.Binary

    init(_ left: any Node, _ right: any Node, _ body: @escaping Function.Binary) {
        self.left = left
        self.right = right
        self.body = body
    }

    func evaluate(_ activation: inout Activation) -> Outcome {
        let left = self.left.evaluate(&activation)
        let right = self.right.evaluate(&activation)
        guard case .value(let leftValue) = left, case .value(let rightValue) = right else {
            return .missing(left, right)
        }
        return Outcome { () throws(EvaluationError) in
            try activation.budget.charge(reading: leftValue)
            try activation.budget.charge(reading: rightValue)
            return try body(leftValue, rightValue)
        }
    }
}

/// A function of any number of operands.
final class FunctionNode: Node {
    private let operands: [any Node]
    private let body: Function.General

    init(_ operands: [any Node], _ body: @escaping Function.General) {
        self.operands = operands
        self.body = body
    }

    func evaluate(_ activation: inout Activation) -> Outcome {
        var values: [Value] = []
        values.reserveCapacity(operands.count)
        var missing = Missing()
        for operand in operands {
            if let value = missing.value(of: operand.evaluate(&activation)) { values.append(value) }
        }
        if let outcome = missing.outcome { return outcome }
        return Outcome { () throws(EvaluationError) in
            for value in values { try activation.budget.charge(reading: value) }
            return try body(values, &activation.budget)
        }
    }
}

/// `text.matches(pattern)` with a pattern that was read when the expression was compiled.
final class PatternNode: Node {
    private let operand: any Node
    private let pattern: Pattern

    init(_ operand: any Node, _ pattern: Pattern) {
        self.operand = operand
        self.pattern = pattern
    }

    func evaluate(_ activation: inout Activation) -> Outcome {
        let outcome = operand.evaluate(&activation)
        guard case .value(let value) = outcome else { return outcome }
        guard case .string(let text) = value else { return .error(.noSuchOverload("matches()", value)) }
        return Outcome { () throws(EvaluationError) in .bool(try pattern.matches(text, &activation.budget)) }
    }
}

/// `type{field: value}`.
final class MessageNode: Node {
    private let type: WellKnownMessage
    private let fields: MapNode

    /// - Parameter fields: the fields' values by their names.
    init(_ type: WellKnownMessage, fields: MapNode) {
        self.type = type
        self.fields = fields
    }

    func evaluate(_ activation: inout Activation) -> Outcome {
        let outcome = fields.evaluate(&activation)
        guard case .value(.map(let fields)) = outcome else { return outcome }
        return Outcome { () throws(EvaluationError) in try type.value(fields) }
    }
}
