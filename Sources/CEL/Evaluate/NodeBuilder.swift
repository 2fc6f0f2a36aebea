/// Turns a checked expression into nodes: names become slots, and what is constant becomes its value.
struct NodeBuilder {
    private let environment: Environment
    private let notes: [Checker.Note]
    /// The attributes met so far, each once.
    private(set) var attributes: [String] = []
    /// Where the elements of the macros' variables come from, the innermost last.
    var locals: [Origin?] = []
    /// Why parts of it fail that depend on constants only.
    private(set) var failures: [EvaluationError] = []
    /// What settling constants may still cost.
    private var budget: Budget

    init(_ environment: Environment, notes: [Checker.Note]) {
        self.environment = environment
        self.notes = notes
        self.budget = Budget(steps: environment.limits.maxSteps)
    }

    /// Where a value is read from, as far as that is known before it runs.
    struct Origin {
        /// Such as `signals.network.vpn`.
        let path: String
        let isOpen: Bool
        /// As long as the way goes through declared records only.
        var record: AttributeTable.Parent?
    }

    mutating func node(_ expression: Expression) -> any Node {
        switch expression.kind {
        case .literal(let value): return ConstantNode(value)
        case .identifier, .select, .index: return read(expression).node
        case .has(let operand, let field): return has(operand, field)
        case .call(let target, _, let arguments): return call(target, arguments, expression)
        case .unary(let operation, let operand):
            let operand = node(operand)
            return folded(operation == .not ? NotNode(operand) : UnaryFunctionNode(operand, Operators.negate), operand)
        case .binary(let operation, let left, let right): return binary(operation, node(left), node(right))
        case .and(let operands): return logic(operands, settling: false)
        case .or(let operands): return logic(operands, settling: true)
        case .conditional(let condition, let then, let other): return conditional(condition, then, other)
        case .list(let elements):
            let nodes = elements.map { ListNode.Element(value: node($0.value), isOptional: $0.isOptional) }
            return folded(ListNode(nodes), nodes.map(\.value))
        case .map(let entries):
            let nodes = mapEntries(entries)
            return folded(MapNode(nodes), nodes.flatMap { [$0.key, $0.value] })
        case .message(_, _, let fields): return message(fields, expression)
        case .comprehension(let comprehension): return self.comprehension(comprehension)
        case .bind(_, let value, let body): return bind(value, body)
        case .optionalMap(let target, _, let body, let isFlat):
            let optional = node(target)
            locals.append(nil)
            defer { locals.removeLast() }
            return OptionalMapNode(optional, body: node(body), isFlat: isFlat)
        }
    }

    func note(of expression: Expression) -> Checker.Note {
        notes.indices.contains(expression.id) ? notes[expression.id] : Checker.Note()
    }

    /// The node's value in its place if all that it depends on is constant. What fails then fails when it runs.
    private mutating func folded(_ node: any Node, _ operands: any Node...) -> any Node { folded(node, operands) }

    mutating func folded(_ node: any Node, _ operands: [any Node]) -> any Node {
        guard !budget.isSpent, operands.allSatisfy({ $0 is ConstantNode }) else { return node }
        var activation = Activation(roots: [], table: environment.table)
        activation.budget = budget
        let outcome = node.evaluate(&activation)
        budget = activation.budget
        switch outcome {
        case .value(let value): return ConstantNode(value)
        case .error(let error): failures.append(error)
        case .unknown: break
        }
        return node
    }

    // MARK: Reading

    /// A node that reads a value, with its origin, noted as an attribute.
    mutating func read(_ expression: Expression) -> (node: any Node, origin: Origin?) {
        let (node, origin) = locate(expression)
        if let origin, !(node is ConstantNode) { add(origin.path) }
        return (node, origin)
    }

    private mutating func add(_ attribute: String) {
        if !attributes.contains(attribute) { attributes.append(attribute) }
    }

    private mutating func locate(_ expression: Expression) -> (node: any Node, origin: Origin?) {
        switch (expression.kind, note(of: expression).reference) {
        case (_, .variable(let slot)?): return variable(slot)
        case (_, .local(let index)?): return (LocalNode(index), locals[index])
        case (_, .type(let type)?): return (ConstantNode(.type(type)), nil)
        case (_, .undeclared(let name)?):
            return (ErrorNode(EvaluationError(.undeclared, "unknown name '\(name)'")), nil)
        case (.select(let operand, let field, let isOptional), _):
            return select(operand, field.text, isOptional: isOptional)
        case (.index(let operand, let index, let isOptional), _):
            return self.index(operand, index, isOptional: isOptional)
        default: return (node(expression), nil)
        }
    }

    private func variable(_ slot: Int) -> (any Node, Origin?) {
        let variable = environment.variables[slot]
        if let constant = variable.constant { return (ConstantNode(constant), nil) }
        if let list = variable.list { return (node(for: list), nil) }
        let record: AttributeTable.Parent? = if case .record = variable.type { .root(slot: slot) } else { nil }
        let origin = Origin(path: variable.name, isOpen: variable.isOpenEvidence, record: record)
        return (RootNode(slot: slot, name: variable.name), origin)
    }

    private func node(for list: Variable.ListContent) -> any Node {
        switch list {
        case .timed(let list, let name):
            if let clock = clock(name) { return TimedListNode(list, clock: clock) }
        case .blocks(let list, let name):
            if let clock = clock(name) { return BlockListNode(list, clock: clock) }
        }
        return ErrorNode(EvaluationError(.undeclared, "no variable has the time"))
    }

    private func clock(_ name: String) -> Clock? {
        environment.slot(of: name).map { Clock(slot: $0, name: name) }
    }

    private mutating func select(
        _ operand: Expression, _ field: String, isOptional: Bool
    ) -> (node: any Node, origin: Origin?) {
        let (container, origin) = locate(operand)
        let path = (origin?.path ?? note(of: operand).type.name) + "." + field
        if isOptional {
            if let origin { add(origin.path + "." + field) }
            return (folded(OptionalSelectNode(container, name: field), container), nil)
        }
        if let attribute = attribute(field, of: origin, type: note(of: operand).type) {
            let origin = Origin(path: path, isOpen: false, record: .attribute(attribute))
            return (AttributeNode(attribute, path: path), origin)
        }
        let isOpen = origin?.isOpen ?? false
        let node = SelectNode(
            container, name: field, path: path, isOpen: isOpen, type: note(of: operand).type)
        return (folded(node, container), origin.map { _ in Origin(path: path, isOpen: isOpen) })
    }

    private func attribute(_ field: String, of origin: Origin?, type: CELType) -> Int? {
        guard let parent = origin?.record, case .record(let type) = type, let slot = type.slot(of: field) else {
            return nil
        }
        let path = (origin?.path ?? type.name) + "." + field
        return environment.table.attribute(path, of: parent, type: type, slot: slot)
    }

    private mutating func index(
        _ operand: Expression, _ index: Expression, isOptional: Bool
    ) -> (node: any Node, origin: Origin?) {
        let (container, origin) = locate(operand)
        let key = node(index)
        let isOpen = origin?.isOpen ?? false
        let suffix =
            switch (key as? ConstantNode)?.value {
            case .string(let name)?: "." + name
            case .int?, .uint?: "[]"
            default: if case .list = note(of: operand).type { "[]" } else { ".*" }
            }
        let path = (origin?.path ?? note(of: operand).type.name) + suffix
        let node = IndexNode(container, key, path: path, isOpen: isOpen, isOptional: isOptional)
        return (folded(node, container, key), origin.map { _ in Origin(path: path, isOpen: isOpen) })
    }

    private mutating func has(_ operand: Expression, _ field: Expression.Name) -> any Node {
        let (container, origin) = locate(operand)
        if let origin { add("\(origin.path).\(field.text)") }
        if let attribute = attribute(field.text, of: origin, type: note(of: operand).type) {
            return HasAttributeNode(attribute, path: (origin?.path ?? "") + "." + field.text)
        }
        return folded(HasNode(container, name: field.text), container)
    }

    // MARK: Operators

    private mutating func binary(_ operation: BinaryOperator, _ left: any Node, _ right: any Node) -> any Node {
        let node: any Node =
            switch operation {
            case .equal, .notEqual: EqualNode(left, right, isEqual: operation == .equal)
            case .less, .lessOrEqual, .greater, .greaterOrEqual: OrderNode(operation, left, right)
            case .isIn: membership(left, right)
            default: ArithmeticNode(operation, left, right)
            }
        return folded(node, left, right)
    }

    private func membership(_ element: any Node, _ container: any Node) -> any Node {
        if case .list(let list)? = (container as? ConstantNode)?.value, let keys = ConstantMembershipNode.keys(of: list)
        {
            return ConstantMembershipNode(element, keys: keys)
        }
        switch container {
        case let list as TimedListNode: return TimedMembershipNode(element, in: list)
        case let list as BlockListNode: return BlockMembershipNode(element, in: list)
        default: return MembershipNode(element, container)
        }
    }

    /// An operand that settles it settles it now; those that can't are left out.
    private mutating func logic(_ operands: [Expression], settling: Bool) -> any Node {
        var nodes: [any Node] = []
        for operand in operands {
            let node = node(operand)
            guard case .bool(let flag)? = (node as? ConstantNode)?.value else {
                nodes.append(node)
                continue
            }
            if flag == settling { return ConstantNode(.bool(settling)) }
        }
        return nodes.isEmpty ? ConstantNode(.bool(!settling)) : LogicNode(nodes, settling: settling)
    }

    private mutating func conditional(_ condition: Expression, _ then: Expression, _ other: Expression) -> any Node {
        let condition = node(condition)
        let then = node(then)
        let other = node(other)
        if case .bool(let flag)? = (condition as? ConstantNode)?.value { return flag ? then : other }
        return ConditionalNode(condition, then: then, other: other)
    }
}

extension Environment {
    /// Why parts of an expression fail that depend on constants only, such as `1 / 0`.
    package func constantFailures(_ source: String) throws(CompileError) -> [EvaluationError] {
        let text = SourceText(source)
        let expression = try Parser.parse(text, limits: limits)
        let (notes, _) = try Checker.check(expression, in: self, source: text, isStrict: true)
        var builder = NodeBuilder(self, notes: notes)
        _ = builder.node(expression)
        return builder.failures
    }
}
