extension Checker {
    mutating func comprehension(_ comprehension: Comprehension) throws(CompileError) -> CELType {
        let range = try check(comprehension.range)
        let types = try variableTypes(of: comprehension, over: range)
        for (variable, type) in zip(comprehension.variables, types) { locals.append((variable.text, type)) }
        defer { locals.removeLast(comprehension.variables.count) }
        let name = "\(comprehension.kind.rawValue)()"
        if let condition = comprehension.condition { try expectBool(condition, of: name) }
        switch comprehension.kind {
        case .all, .exists, .existsOne:
            try expectBool(comprehension.body, of: name)
            return .bool
        case .filter:
            try expectBool(comprehension.body, of: name)
            return .list(types.first ?? .dyn)
        case .map, .transformList: return .list(try check(comprehension.body))
        case .transformMap:
            let value = try check(comprehension.body)
            return .map(types.first ?? .dyn, value)
        case .transformMapEntry: return try entries(comprehension.body)
        case .sortBy:
            try expectSortable(comprehension.body)
            return .list(types.first ?? .dyn)
        }
    }

    private mutating func variableTypes(
        of comprehension: Comprehension, over range: CELType
    ) throws(CompileError) -> [CELType] {
        let isPair = comprehension.variables.count == 2
        switch range {
        case .list(let element): return isPair ? [.int, element] : [element]
        // What sorts goes over lists only.
        case .map(let key, let value) where comprehension.kind != .sortBy: return isPair ? [key, value] : [key]
        case .dyn: break
        case .parameter: _ = substitution.assign(.dyn, to: range)
        default:
            let wanted = comprehension.kind == .sortBy ? "a list" : "a list or a map"
            try refuse(
                "\(comprehension.kind.rawValue)() goes over \(wanted), not \(words(for: range))",
                at: comprehension.range.offset)
        }
        return isPair ? [.dyn, .dyn] : [.dyn]
    }

    private mutating func entries(_ body: Expression) throws(CompileError) -> CELType {
        let type = try check(body)
        switch type {
        case .map: return type
        case .dyn, .parameter: break
        default: try refuse("transformMapEntry() takes a map, not \(words(for: type))", at: body.offset)
        }
        return .map(.dyn, .dyn)
    }

    private mutating func expectSortable(_ body: Expression) throws(CompileError) {
        let type = try check(body)
        if !type.isOpen, !CELType.sortable.contains(type) {
            try refuse("sortBy() can't sort by \(words(for: type))", at: body.offset)
        }
    }

    mutating func bind(
        _ variable: Expression.Name, _ value: Expression, _ body: Expression
    ) throws(CompileError) -> CELType {
        locals.append((variable.text, try check(value)))
        defer { locals.removeLast() }
        return try check(body)
    }

    mutating func optionalMap(
        _ target: Expression, _ variable: Expression.Name, _ body: Expression, isFlat: Bool
    ) throws(CompileError) -> CELType {
        let type = try check(target)
        locals.append((variable.text, try unwrapped(type, target)))
        defer { locals.removeLast() }
        let result = try check(body)
        return .optional(isFlat ? try unwrapped(result, body) : result)
    }
}

extension CELType {
    /// What has an order.
    static let sortable: [CELType] = [.int, .uint, .double, .bool, .duration, .timestamp, .string, .bytes]
}
