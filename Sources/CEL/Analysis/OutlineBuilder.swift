/// Makes the outline of a checked condition.
struct OutlineBuilder {
    private typealias Way = Outline.Way
    private typealias Ways = (whenTrue: [Way], whenFalse: [Way])

    /// With more ways than these a part may be anything.
    private static let maxWays = 32

    private let environment: Environment
    private let notes: [Checker.Note]
    private var integers: Set<String> = []

    static func outline(_ expression: Expression, _ environment: Environment, _ notes: [Checker.Note]) -> Outline {
        var builder = OutlineBuilder(environment: environment, notes: notes)
        let ways = builder.ways(expression)
        return Outline(whenTrue: ways.whenTrue, whenFalse: ways.whenFalse, integers: builder.integers)
    }

    private init(environment: Environment, notes: [Checker.Note]) {
        self.environment = environment
        self.notes = notes
    }

    private static let anything: Ways = ([.any], [.any])

    private mutating func ways(_ expression: Expression) -> Ways {
        switch expression.kind {
        case .literal(.bool(let flag)): return flag ? ([.any], []) : ([], [.any])
        case .unary(.not, let operand):
            let ways = ways(operand)
            return (ways.whenFalse, ways.whenTrue)
        case .and(let operands):
            let all = operands.map { ways($0) }
            return (all.map(\.whenTrue).reduce([.any], product), union(all.map(\.whenFalse)))
        case .or(let operands):
            let all = operands.map { ways($0) }
            return (union(all.map(\.whenTrue)), all.map(\.whenFalse).reduce([.any], product))
        case .conditional(let condition, let then, let other):
            let (condition, then, other) = (ways(condition), ways(then), ways(other))
            return (
                union([product(condition.whenTrue, then.whenTrue), product(condition.whenFalse, other.whenTrue)]),
                union([product(condition.whenTrue, then.whenFalse), product(condition.whenFalse, other.whenFalse)])
            )
        case .has(let operand, let field):
            guard let path = path(operand) else { return Self.anything }
            let attribute = "\(path).\(field.text)"
            return ([Way(attribute, .known(true))], [Way(attribute, .known(false))])
        case .binary(let operation, let left, let right): return comparison(operation, left, right)
        default:
            guard let attribute = attribute(expression), note(expression).type == .bool else { return Self.anything }
            return ([Way(attribute, .flag(true))], [Way(attribute, .flag(false))])
        }
    }

    // MARK: Ways

    private func product(_ left: [Way], _ right: [Way]) -> [Way] {
        guard left.count * right.count <= Self.maxWays else { return [.any] }
        return left.flatMap { way in right.compactMap { way.meeting($0, integers: integers) } }
    }

    private func union(_ ways: [[Way]]) -> [Way] {
        let all = ways.flatMap { $0 }
        return all.count <= Self.maxWays ? all : [.any]
    }

    // MARK: Comparisons

    private mutating func comparison(_ operation: BinaryOperator, _ left: Expression, _ right: Expression) -> Ways {
        if operation == .isIn { return membership(left, right) }
        if let attribute = attribute(left), let value = constant(right) {
            return ways(attribute, operation, value, left)
        }
        if let attribute = attribute(right), let value = constant(left), let turned = operation.turned {
            return ways(attribute, turned, value, right)
        }
        return Self.anything
    }

    private mutating func membership(_ element: Expression, _ container: Expression) -> Ways {
        guard let attribute = attribute(element), case .list(let elements) = container.kind else {
            return Self.anything
        }
        var texts: Set<String> = []
        var numbers: [Value] = []
        for element in elements {
            guard let value = constant(element.value), !element.isOptional else { return Self.anything }
            if case .string(let text) = value { texts.insert(text) } else { numbers.append(value) }
        }
        if numbers.isEmpty { return among(texts, attribute, element) }
        guard texts.isEmpty, numbers.allSatisfy({ number($0) != nil }) else { return Self.anything }
        let each = numbers.map { ways(attribute, .equal, $0, element) }
        return (union(each.map(\.whenTrue)), each.map(\.whenFalse).reduce([.any], product))
    }

    private func among(_ texts: Set<String>, _ attribute: String, _ expression: Expression) -> Ways {
        let note = note(expression)
        let kind: ValueDomain.Kind? = note.type == .string ? .text : nil
        var (whenTrue, whenFalse) = ([Way(attribute, .texts(texts))], [Way(attribute, .not(texts: texts, of: kind))])
        if case .oneOf(let allowed)? = note.constraint {
            let declared = [Way(attribute, .texts(Set(allowed)))]
            whenTrue = product(whenTrue, declared)
            whenFalse = product(whenFalse, declared)
        }
        return (whenTrue, whenFalse)
    }

    private mutating func ways(
        _ attribute: String, _ operation: BinaryOperator, _ value: Value, _ expression: Expression
    ) -> Ways {
        switch (operation, value) {
        case (.equal, .string(let text)): return among([text], attribute, expression)
        case (.notEqual, .string(let text)):
            let ways = among([text], attribute, expression)
            return (ways.whenFalse, ways.whenTrue)
        case (.equal, .bool(let flag)): return ([Way(attribute, .flag(flag))], [Way(attribute, .flag(!flag))])
        case (.notEqual, .bool(let flag)): return ([Way(attribute, .flag(!flag))], [Way(attribute, .flag(flag))])
        default: break
        }
        guard let ways = ways(attribute, operation, number: value, expression) else { return Self.anything }
        // What the field may be at all narrows both.
        guard case .range(let range)? = note(expression).constraint else { return ways }
        func bound(_ number: Double) -> ValueDomain.Bound? {
            number.isFinite ? ValueDomain.Bound(number: number, isIncluded: true) : nil
        }
        let declared = [Way(attribute, .range(from: bound(range.lowerBound), to: bound(range.upperBound)))]
        return (product(ways.whenTrue, declared), product(ways.whenFalse, declared))
    }

    private mutating func ways(
        _ attribute: String, _ operation: BinaryOperator, number value: Value, _ expression: Expression
    ) -> Ways? {
        guard let number = number(value) else { return nil }
        let type = note(expression).type
        if type == .int || type == .uint { integers.insert(attribute) }
        let kind: ValueDomain.Kind? = type.isNumeric ? .number : nil
        let included = ValueDomain.Bound(number: number, isIncluded: true)
        let excluded = ValueDomain.Bound(number: number, isIncluded: false)
        let equal = [Way(attribute, .range(from: included, to: included))]
        let other = [Way(attribute, .not(number: number, of: kind))]
        let (less, more) = (
            [Way(attribute, .range(from: nil, to: excluded))], [Way(attribute, .range(from: excluded, to: nil))]
        )
        let atMost = [Way(attribute, .range(from: nil, to: included))]
        let atLeast = [Way(attribute, .range(from: included, to: nil))]
        switch operation {
        case .equal: return (equal, other)
        case .notEqual: return (other, equal)
        case .less: return (less, atLeast)
        case .lessOrEqual: return (atMost, more)
        case .greater: return (more, atMost)
        case .greaterOrEqual: return (atLeast, less)
        default: return nil
        }
    }

    // MARK: Leaves

    private func note(_ expression: Expression) -> Checker.Note {
        notes.indices.contains(expression.id) ? notes[expression.id] : Checker.Note()
    }

    /// What an expression reads, if it is no more than an attribute.
    private func attribute(_ expression: Expression) -> String? {
        if case .identifier = expression.kind { return nil }
        return path(expression)
    }

    /// The way to a variable or a field of one; nil for a macro's variable and what doesn't change.
    private func path(_ expression: Expression) -> String? {
        var operand = expression
        while case .select(let inner, _, isOptional: false) = operand.kind { operand = inner }
        guard case .variable(let slot)? = note(operand).reference, environment.variables[slot].constant == nil else {
            return nil
        }
        return expression.selection
    }

    private func constant(_ expression: Expression) -> Value? {
        switch expression.kind {
        case .literal(let value): return value
        case .unary(.negate, let operand):
            switch constant(operand) {
            case .int(let number)?: return number == .min ? nil : .int(-number)
            case .double(let number)?: return .double(-number)
            default: return nil
            }
        default: return nil
        }
    }

    /// Nil where a double doesn't hold it exactly.
    private func number(_ value: Value) -> Double? {
        switch value {
        case .int(let number): Double(exactly: number)
        case .uint(let number): Double(exactly: number)
        case .double(let number): number.isFinite ? number : nil
        default: nil
        }
    }
}

extension BinaryOperator {
    /// The comparison with its sides exchanged; nil for what isn't one.
    fileprivate var turned: BinaryOperator? {
        switch self {
        case .equal, .notEqual: self
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        default: nil
        }
    }
}

extension Environment {
    /// When a condition is true and when it is false.
    package func outline(_ source: String) throws(CompileError) -> Outline {
        let text = SourceText(source)
        let expression = try Parser.parse(text, limits: limits)
        let (notes, _) = try Checker.check(expression, in: self, source: text, isStrict: true)
        return OutlineBuilder.outline(expression, self, notes)
    }
}
