extension NodeBuilder {
    mutating func call(_ target: Expression?, _ arguments: [Expression], _ expression: Expression) -> any Node {
        guard case .function(let function, let takesTarget)? = note(of: expression).reference else {
            return ErrorNode(EvaluationError(.undeclared, "unknown function"))
        }
        let operands = (takesTarget ? target.map { [$0] } ?? [] : []) + arguments
        let nodes = operands.map { node($0) }
        return folded(node(for: function, nodes), nodes)
    }

    private func node(for function: Function, _ nodes: [any Node]) -> any Node {
        if nodes.count == 2, function.name == "or" || function.name == "orValue" {
            return OptionalOrNode(nodes[0], or: nodes[1], unwraps: function.name == "orValue")
        }
        if nodes.count == 2, function.name == "matches", let pattern = pattern(nodes[1]) {
            return PatternNode(nodes[0], pattern)
        }
        if nodes.count == 1, let body = function.unary { return UnaryFunctionNode(nodes[0], body) }
        if nodes.count == 2, let body = function.binary { return BinaryFunctionNode(nodes[0], nodes[1], body) }
        if let body = function.general { return FunctionNode(nodes, body) }
        return ErrorNode(EvaluationError(.noSuchOverload, "\(function.name)() can't take so many arguments"))
    }

    private func pattern(_ node: any Node) -> Pattern? {
        guard case .string(let text)? = (node as? ConstantNode)?.value else { return nil }
        return try? Pattern(text)
    }

    mutating func mapEntries(_ entries: [Expression.Entry]) -> [MapNode.Entry] {
        entries.map { MapNode.Entry(key: node($0.key), value: node($0.value), isOptional: $0.isOptional) }
    }

    mutating func message(_ fields: [Expression.Entry], _ expression: Expression) -> any Node {
        guard case .message(let type)? = note(of: expression).reference else {
            return ErrorNode(EvaluationError(.undeclared, "unknown message type"))
        }
        let nodes = mapEntries(fields)
        return folded(MessageNode(type, fields: MapNode(nodes)), nodes.map(\.value))
    }

    // MARK: Macros

    mutating func bind(_ value: Expression, _ body: Expression) -> any Node {
        let (node, origin) = readable(value)
        locals.append(origin)
        defer { locals.removeLast() }
        return BindNode(node, body: self.node(body))
    }

    mutating func comprehension(_ comprehension: Comprehension) -> any Node {
        let (range, origin) = readable(comprehension.range)
        // Nobody delivers a list's index or a map's key by itself, so that only the last variable has an origin.
        if comprehension.variables.count == 2 { locals.append(nil) }
        locals.append(origin.map { Origin(path: $0.path + "[]", isOpen: $0.isOpen) })
        defer { locals.removeLast(comprehension.variables.count) }
        return ComprehensionNode(
            comprehension.kind, isPair: comprehension.variables.count == 2, range: range,
            condition: comprehension.condition.map { node($0) }, body: node(comprehension.body),
            size: comprehension.body.size + (comprehension.condition?.size ?? 0))
    }

    /// A node, with its origin if it reads a value.
    private mutating func readable(_ expression: Expression) -> (any Node, Origin?) {
        switch expression.kind {
        case .identifier, .select, .index: read(expression)
        default: (node(expression), nil)
        }
    }
}
