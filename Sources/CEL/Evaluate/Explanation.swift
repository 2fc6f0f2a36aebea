/// An expression with what came of it, and of the parts that it is made of: for people who ask why.
package struct Explanation: Sendable {
    /// As it stands in the source, on one line.
    package let text: String
    package let outcome: Outcome
    /// Its operands but for constants. The bodies of macros aren't among them: they have a value an element.
    package let parts: [Explanation]
}

/// An expression that has been taken apart to be explained. Slower than a ``Program``, which evaluates it as a whole.
package struct ExplainedProgram: Sendable {
    private struct Part: Sendable {
        let text: String
        let node: any Node
        let parts: [Part]
    }

    private let root: Part
    private let table: AttributeTable
    private let maxSteps: Int

    fileprivate init(_ expression: Expression, _ notes: [Checker.Note], _ source: SourceText, in environment: Environment)
    {
        root = Self.part(expression, notes, source, environment)
        table = environment.table
        maxSteps = environment.limits.maxSteps
    }

    /// - Parameter activation: made by the environment that compiled it, after that.
    package func explain(_ activation: inout Activation) -> Explanation {
        guard activation.table === table else {
            let error = EvaluationError(.undeclared, "the activation belongs to another environment")
            return Explanation(text: root.text, outcome: .error(error), parts: [])
        }
        activation.readAttributes(atLeast: table.plan.count)
        return explain(root, &activation)
    }

    private func explain(_ part: Part, _ activation: inout Activation) -> Explanation {
        activation.budget = Budget(steps: maxSteps)
        let outcome = part.node.evaluate(&activation)
        let isSpent = activation.budget.isSpent
        return Explanation(
            text: part.text, outcome: isSpent ? .error(.tooExpensive) : outcome,
            parts: part.parts.map { explain($0, &activation) })
    }

    private static func part(
        _ expression: Expression, _ notes: [Checker.Note], _ source: SourceText, _ environment: Environment
    ) -> Part {
        var builder = NodeBuilder(environment, notes: notes)
        let node = builder.node(expression)
        let operands = expression.operands.map { part($0, notes, source, environment) }
        return Part(
            text: source.text(expression), node: node,
            // What is the same whatever the evidence explains nothing.
            parts: node is ConstantNode ? [] : operands.filter { !($0.node is ConstantNode) })
    }
}

extension Environment {
    /// Compiles an expression to be explained.
    package func explained(_ source: String) throws(CompileError) -> ExplainedProgram {
        let text = SourceText(source)
        let expression = try Parser.parse(text, limits: limits)
        let (notes, _) = try Checker.check(expression, in: self, source: text, isStrict: true)
        return ExplainedProgram(expression, notes, text, in: self)
    }
}

extension Expression {
    /// What its value is made of, as far as that has one value.
    fileprivate var operands: [Expression] {
        if selection != nil { return [] }
        switch kind {
        case .literal, .identifier, .has: return []
        case .select(let operand, _, _): return [operand]
        case .index(let operand, let index, _): return [operand, index]
        case .call(let target, _, let arguments): return (target.map { [$0] } ?? []) + arguments
        case .unary(_, let operand): return [operand]
        case .binary(_, let left, let right): return [left, right]
        case .and(let operands), .or(let operands): return operands
        case .conditional(let condition, let then, let other): return [condition, then, other]
        case .list(let elements): return elements.map(\.value)
        case .map(let entries), .message(_, _, let entries): return entries.map(\.value)
        case .comprehension(let comprehension): return [comprehension.range]
        case .bind(_, let value, _): return [value]
        case .optionalMap(let target, _, _, _): return [target]
        }
    }
}

extension SourceText {
    /// An expression's text, with each line break and the white space around it as one space.
    fileprivate func text(_ expression: Expression) -> String {
        let end = min(expression.end, bytes.count)
        let lines = bytes[min(expression.offset, end)..<end].split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
        let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        return lines.enumerated().map { number, line in
            // The first line begins with the expression, and what is behind it in the last is its own.
            String(decoding: number == 0 ? line : line.drop(while: isSpace), as: UTF8.self)
        }.joined(separator: " ")
    }
}
