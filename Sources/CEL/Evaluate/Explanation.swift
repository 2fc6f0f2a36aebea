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

    fileprivate init(
        _ expression: Expression, _ notes: [Checker.Note], _ words: SourceWords, in environment: Environment
    ) {
        root = Self.part(expression, notes, words, environment)
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
        _ expression: Expression, _ notes: [Checker.Note], _ words: SourceWords, _ environment: Environment
    ) -> Part {
        var builder = NodeBuilder(environment, notes: notes)
        let node = builder.node(expression)
        let operands = expression.operands(builder.note(of: expression)).map { part($0, notes, words, environment) }
        return Part(
            text: words.text(expression), node: node,
            // What is the same whatever the evidence explains nothing, nor does what has no value of its own.
            parts: node is ConstantNode
                ? [] : operands.filter { !($0.node is ConstantNode || $0.node is BlockListNode) })
    }
}

extension Environment {
    /// Compiles an expression to be explained.
    package func explained(_ source: String) throws(CompileError) -> ExplainedProgram {
        let text = SourceText(source)
        let expression = try Parser.parse(text, limits: limits)
        let (notes, _) = try Checker.check(expression, in: self, source: text, isStrict: true)
        return ExplainedProgram(expression, notes, try SourceWords(text), in: self)
    }
}

extension Expression {
    /// What its value is made of, as far as that has one value.
    fileprivate func operands(_ note: Checker.Note) -> [Expression] {
        if selection != nil { return [] }
        switch kind {
        case .literal, .identifier, .has: return []
        case .select(let operand, _, _): return [operand]
        case .index(let operand, let index, _): return [operand, index]
        case .call(let target, _, let arguments):
            // What stands before the dot may be a namespace, as in `math.abs(x)`: that is no expression.
            guard case .function(_, takesTarget: true)? = note.reference, let target else { return arguments }
            return [target] + arguments
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

/// The words of a source, to show parts of it on one line each.
private struct SourceWords {
    private let bytes: [UInt8]
    private let tokens: [Token]

    init(_ source: SourceText) throws(CompileError) {
        bytes = source.bytes
        tokens = try Lexer.tokens(of: source).dropLast()
    }

    /// An expression as it stands in the source, with each white space or comment within as one space.
    func text(_ expression: Expression) -> String {
        guard var first = tokens.firstIndex(where: { $0.offset >= expression.offset }) else { return "" }
        let last = tokens.lastIndex { $0.end <= expression.end } ?? first
        guard first <= last else { return "" }
        // An expression begins with its first operand, and so within the parentheses around that one.
        for _ in 0..<unopened(tokens[first...last]) where first > 0 { first -= 1 }
        var text: [UInt8] = []
        for index in first...last {
            if index > first, tokens[index].offset > tokens[index - 1].end { text.append(UInt8(ascii: " ")) }
            text += bytes[tokens[index].offset..<tokens[index].end]
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// How many parentheses are closed that aren't opened.
    private func unopened(_ tokens: ArraySlice<Token>) -> Int {
        var depth = 0
        var lowest = 0
        for token in tokens {
            switch token.kind {
            case .symbol(.openParenthesis): depth += 1
            case .symbol(.closeParenthesis): depth -= 1
            default: break
            }
            lowest = min(lowest, depth)
        }
        return -lowest
    }
}
