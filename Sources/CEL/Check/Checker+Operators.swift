extension Checker {
    mutating func logic(_ name: String, _ operands: [Expression]) throws(CompileError) -> CELType {
        for operand in operands { try expectBool(operand, of: "'\(name)'") }
        return .bool
    }

    /// Checks an operand that has to be a bool.
    mutating func expectBool(_ operand: Expression, of user: String) throws(CompileError) {
        let type = try check(operand)
        guard !type.isCompatible(with: .bool) else { return }
        try refuse("\(user) takes a bool, not \(type.withArticle)", at: operand.offset)
    }

    mutating func conditional(
        _ condition: Expression, _ then: Expression, _ other: Expression
    ) throws(CompileError) -> CELType {
        try expectBool(condition, of: "'? :'")
        let left = try check(then)
        let right = try check(other)
        if !left.isCompatible(with: right) {
            try refuse(
                "'? :' has \(left.withArticle) on one side and \(right.withArticle) on the other", at: other.offset)
        }
        return left.joined(with: right)
    }

    mutating func unary(_ operation: UnaryOperator, _ operand: Expression) throws(CompileError) -> CELType {
        if operation == .not {
            try expectBool(operand, of: "'!'")
            return .bool
        }
        let type = try check(operand)
        switch type {
        case .int, .double, .dyn: return type
        default:
            try refuse("'-' takes an int or a double, not \(type.withArticle)", at: operand.offset)
            return .dyn
        }
    }

    mutating func binary(
        _ operation: BinaryOperator, _ left: Expression, _ right: Expression
    ) throws(CompileError) -> CELType {
        let leftType = try check(left)
        let rightType = try check(right)
        switch operation {
        case .equal, .notEqual:
            try expectEquatable(leftType, rightType, operation, right)
            try expectPossible(right, for: left)
            try expectPossible(left, for: right)
            return .bool
        case .isIn:
            try membership(of: leftType, in: rightType, right)
            if case .list(let elements) = right.kind {
                for element in elements { try expectPossible(element, for: left) }
            }
            return .bool
        default:
            return try overloaded(operation, leftType, rightType, at: right.offset)
        }
    }

    private func expectEquatable(
        _ left: CELType, _ right: CELType, _ operation: BinaryOperator, _ operand: Expression
    ) throws(CompileError) {
        if left.isCompatible(with: right) || left.isNumeric && right.isNumeric { return }
        let isNull = left == .null || right == .null
        try refuse(
            "'\(operation.rawValue)' can't compare \(left.withArticle) with \(right.withArticle)", at: operand.offset,
            hint: isNull ? "what isn't there is unknown, not null: ask has(…)" : nil)
    }

    private func membership(of element: CELType, in type: CELType, _ operand: Expression) throws(CompileError) {
        switch type {
        case .dyn: return
        case .list(let contained), .map(let contained, _):
            if element.isCompatible(with: contained) || element.isNumeric && contained.isNumeric { return }
            try refuse("'in' can't find \(element.withArticle) in \(type.withArticle)", at: operand.offset)
        default:
            let hint = type == .string ? "text is found with contains()" : nil
            try refuse("'in' takes a list or a map, not \(type.withArticle)", at: operand.offset, hint: hint)
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

    private func overloaded(
        _ operation: BinaryOperator, _ left: CELType, _ right: CELType, at offset: Int
    ) throws(CompileError) -> CELType {
        if let type = Overload.result(of: Operators.overloads(of: operation), for: [left, right]) { return type }
        let isMixed = left.isNumeric && right.isNumeric
        try refuse(
            "'\(operation.rawValue)' can't take \(left.withArticle) and \(right.withArticle)", at: offset,
            hint: isMixed ? "convert one of them, such as with double(…)" : nil)
        return .dyn
    }

    mutating func index(_ operand: Expression, _ index: Expression) throws(CompileError) -> CELType {
        let type = try check(operand)
        let indexType = try check(index)
        switch type {
        case .list(let element):
            if indexType.isNumeric || indexType == .dyn { return element }
            try refuse("a list's index is an int, not \(indexType.withArticle)", at: index.offset)
        case .map(let key, let value):
            if indexType.isCompatible(with: key) || indexType.isNumeric && key.isNumeric { return value }
            try refuse("the map's keys are \(key), not \(indexType)", at: index.offset)
        case .record:
            try refuse("fields are selected with a dot, not an index", at: index.offset)
        case .dyn: break
        default: try refuse("\(type.withArticle) has no elements", at: index.offset)
        }
        return .dyn
    }

    mutating func joined(_ elements: [Expression]) throws(CompileError) -> CELType {
        var type: CELType?
        for element in elements {
            let next = try check(element)
            type = type?.joined(with: next) ?? next
        }
        return type ?? .dyn
    }

    mutating func map(_ entries: [Expression.Entry]) throws(CompileError) -> CELType {
        for entry in entries {
            let key = try check(entry.key)
            switch key {
            case .bool, .int, .uint, .string, .dyn: break
            default: try refuse("a map's key can't be \(key.withArticle)", at: entry.key.offset)
            }
        }
        return .map(try joined(entries.map(\.key)), try joined(entries.map(\.value)))
    }

    mutating func call(
        _ target: Expression?, _ name: Expression.Name, _ arguments: [Expression], _ expression: Expression
    ) throws(CompileError) -> CELType {
        guard let function = Function.named(name.text) else {
            return try unknownFunction(target, name, arguments, expression)
        }
        note(expression) { $0.reference = .function(function) }
        let operands = (target.map { [$0] } ?? []) + arguments
        var types: [CELType] = []
        for operand in operands { types.append(try check(operand)) }
        let overloads = function.overloads.filter { $0.isMember == (target != nil) }
        if let type = Overload.result(of: overloads, for: types) { return type }
        let given = types.map(\.description).joined(separator: ", ")
        try refuse(
            "\(name.text)() can't take (\(given))", at: name.offset,
            hint: "it takes " + function.overloads.map { $0.description(of: name.text) }.joined(separator: ", "))
        return .dyn
    }

    private mutating func unknownFunction(
        _ target: Expression?, _ name: Expression.Name, _ arguments: [Expression], _ expression: Expression
    ) throws(CompileError) -> CELType {
        let hint = Function.hint(forMissing: name.text) ?? NearestName.hint(for: name.text, among: Function.names)
        try refuse("unknown function '\(name.text)'", at: name.offset, hint: hint)
        note(expression) { $0.reference = .undeclared("\(name.text)()") }
        for operand in (target.map { [$0] } ?? []) + arguments { _ = try check(operand) }
        return .dyn
    }
}

extension CELType {
    /// For messages: `an int`, `a string`, `null`.
    var withArticle: String {
        switch self {
        case .null: "null"
        case .int: "an int"
        case .record(let type): type.name
        default: "a \(self)"
        }
    }
}
