/// `==` and `!=`.
final class EqualNode: Node {
    private let left: any Node
    private let right: any Node
    private let isEqual: Bool

    init(_ left: any Node, _ right: any Node, isEqual: Bool) {
        self.left = left
        self.right = right
        self.isEqual = isEqual
    }

    func evaluate(_ activation: inout Activation) -> Outcome {
        let left = self.left.evaluate(&activation)
        let right = self.right.evaluate(&activation)
        guard case .value(let leftValue) = left, case .value(let rightValue) = right else {
            return .missing(left, right)
        }
        return Outcome { () throws(EvaluationError) in
            .bool(try activation.budget.areEqual(leftValue, rightValue) == isEqual)
        }
    }
}

/// `<`, `<=`, `>`, `>=`.
final class OrderNode: Node {
    private let operation: BinaryOperator
    private let left: any Node
    private let right: any Node

    init(_ operation: BinaryOperator, _ left: any Node, _ right: any Node) {
        self.operation = operation
        self.left = left
        self.right = right
    }

    func evaluate(_ activation: inout Activation) -> Outcome {
        let left = self.left.evaluate(&activation)
        let right = self.right.evaluate(&activation)
        guard case .value(let leftValue) = left, case .value(let rightValue) = right else {
            return .missing(left, right)
        }
        return Outcome { () throws(EvaluationError) in
            try activation.budget.charge(reading: leftValue)
            return .bool(try Operators.isOrdered(operation, leftValue, rightValue))
        }
    }
}

/// The arithmetic operators with two operands.
final class ArithmeticNode: Node {
    private let operation: BinaryOperator
    private let left: any Node
    private let right: any Node

    init(_ operation: BinaryOperator, _ left: any Node, _ right: any Node) {
        self.operation = operation
        self.left = left
        self.right = right
    }

    func evaluate(_ activation: inout Activation) -> Outcome {
        let left = self.left.evaluate(&activation)
        let right = self.right.evaluate(&activation)
        guard case .value(let leftValue) = left, case .value(let rightValue) = right else {
            return .missing(left, right)
        }
        return Outcome { () throws(EvaluationError) in
            switch (leftValue, rightValue) {
            case (.int, _), (.double, _), (.uint, _): break
            default:
                // Charged before it is made, as a sum of two texts or lists is as long as both.
                try activation.budget.charge(making: leftValue)
                try activation.budget.charge(making: rightValue)
            }
            return try Operators.apply(operation, leftValue, rightValue)
        }
    }
}
