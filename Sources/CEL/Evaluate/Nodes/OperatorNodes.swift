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
        return .value(.bool((leftValue == rightValue) == isEqual))
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
            .bool(try Operators.isOrdered(operation, leftValue, rightValue))
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
        return Outcome { () throws(EvaluationError) in try Operators.apply(operation, leftValue, rightValue) }
    }
}

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
        return Outcome { () throws(EvaluationError) in try body(value) }
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
        return Outcome { () throws(EvaluationError) in try body(leftValue, rightValue) }
    }
}
