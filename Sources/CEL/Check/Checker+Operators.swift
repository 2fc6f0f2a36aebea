extension Checker {
    mutating func logic(_ name: String, _ operands: [Expression]) throws(CompileError) -> CELType {
        for operand in operands { try expectBool(operand, of: "'\(name)'") }
        return .bool
    }

    /// Checks an operand that has to be a bool.
    mutating func expectBool(_ operand: Expression, of user: String) throws(CompileError) {
        let type = try check(operand)
        guard !substitution.assign(type, to: .bool) else { return }
        try refuse("\(user) takes a bool, not \(words(for: type))", at: operand.offset)
    }

    mutating func conditional(
        _ condition: Expression, _ then: Expression, _ other: Expression
    ) throws(CompileError) -> CELType {
        try expectBool(condition, of: "'? :'")
        let left = try check(then)
        let right = try check(other)
        if substitution.assign(left, to: right) { return left.moreGeneral(than: right) }
        try refuse("'? :' has \(words(for: left)) on one side and \(words(for: right)) on the other", at: other.offset)
        return .dyn
    }

    mutating func unary(_ operation: UnaryOperator, _ operand: Expression) throws(CompileError) -> CELType {
        if operation == .not {
            try expectBool(operand, of: "'!'")
            return .bool
        }
        let type = try check(operand)
        switch type {
        case .int, .double, .dyn: return type
        case .parameter: return .dyn
        default:
            try refuse("'-' takes an int or a double, not \(words(for: type))", at: operand.offset)
            return .dyn
        }
    }

    mutating func binary(
        _ operation: BinaryOperator, _ left: Expression, _ right: Expression
    ) throws(CompileError) -> CELType {
        let leftType = try check(left)
        if operation == .isIn { container = right.id }
        let rightType = try check(right)
        switch operation {
        case .equal, .notEqual:
            try expectEquatable((left, leftType), (right, rightType), operation)
            try expectPossible(right, for: left)
            try expectPossible(left, for: right)
            return .bool
        case .isIn:
            try membership(of: leftType, in: rightType, right)
            if case .list(let elements) = right.kind {
                for element in elements { try expectPossible(element.value, for: left) }
            }
            return .bool
        default:
            return try overloaded(operation, leftType, rightType, at: right.offset)
        }
    }

    private mutating func expectEquatable(
        _ left: (Expression, type: CELType), _ right: (Expression, type: CELType), _ operation: BinaryOperator
    ) throws(CompileError) {
        let isNull = left.type == .null || right.type == .null
        let isField = note(of: left.0).isField || note(of: right.0).isField
        if left.type.isNumeric && right.type.isNumeric { return }
        if !(isNull && isField && left.type != right.type), substitution.assign(left.type, to: right.type) { return }
        // A field that may hold anything may hold null.
        if left.type.isOpen || right.type.isOpen { return }
        try refuse(
            "'\(operation.rawValue)' can't compare \(words(for: left.type)) with \(words(for: right.type))",
            at: right.0.offset, hint: isNull ? "what isn't there is unknown, not null: ask has(…)" : nil)
    }

    private mutating func membership(
        of element: CELType, in type: CELType, _ operand: Expression
    ) throws(CompileError) {
        switch type {
        case .dyn, .parameter: return
        case .list(let contained), .map(let contained, _):
            if element.isNumeric && contained.isNumeric || substitution.assign(element, to: contained) { return }
            try refuse("'in' can't find \(words(for: element)) in \(words(for: type))", at: operand.offset)
        case .blocks:
            if element.isOpen || element == .string || element == .address { return }
            try refuse(
                "'in' can't find \(words(for: element)) in \(words(for: type))", at: operand.offset,
                hint: "an address, as text or by ip()")
        default:
            let hint = type == .string ? "text is found with contains()" : nil
            try refuse("'in' takes a list or a map, not \(words(for: type))", at: operand.offset, hint: hint)
        }
    }

    /// Refuses a string literal that a field's declaration rules out: the comparison could never be true.
    private func expectPossible(_ literal: Expression, for field: Expression) throws(CompileError) {
        guard case .oneOf(let allowed)? = note(of: field).constraint, case .literal(.string(let text)) = literal.kind,
            !allowed.contains(where: { $0.hasSameCodePoints(as: text) })
        else { return }
        let name = field.selection ?? "the field"
        let values = allowed.map { "'\($0)'" }.joined(separator: ", ")
        let nearest = NearestName.to(text, among: allowed).map { "did you mean '\($0)'?" }
        try refuse("\(name) is never '\(text)', only one of \(values)", at: literal.offset, hint: nearest)
    }

    private mutating func overloaded(
        _ operation: BinaryOperator, _ left: CELType, _ right: CELType, at offset: Int
    ) throws(CompileError) -> CELType {
        if let type = Overload.result(of: Operators.overloads(of: operation), for: [left, right], &substitution) {
            return type
        }
        let isMixed = left.isNumeric && right.isNumeric
        try refuse(
            "'\(operation.rawValue)' can't take \(words(for: left)) and \(words(for: right))", at: offset,
            hint: isMixed ? "convert one of them, such as with double(…)" : nil)
        return .dyn
    }
}
