extension Parser {
    /// `has(operand.field)`.
    mutating func has(_ arguments: [Expression], at offset: Int) throws(CompileError) -> Expression {
        guard arguments.count == 1, let argument = arguments.first,
            case .select(let operand, let name, isOptional: false) = argument.kind
        else {
            throw source.error(
                "has() takes the selection of a field", at: arguments.first?.offset ?? offset,
                hint: "such as has(signals.network.vpn)")
        }
        return try node(.has(operand, name), at: offset, over: [operand])
    }

    /// What a call of a macro stands for, or nil for any other call.
    mutating func macro(
        _ target: Expression, _ name: Expression.Name, _ arguments: [Expression]
    ) throws(CompileError) -> Expression? {
        switch name.text {
        case "bind" where target.selection == "cel": return try bind(target, name, arguments)
        case "optMap", "optFlatMap": return try optionalMap(target, name, arguments)
        default:
            guard let kind = Comprehension.Kind(name: name.text) else { return nil }
            return try comprehension(kind, target, name, arguments)
        }
    }

    private mutating func comprehension(
        _ kind: Comprehension.Kind, _ target: Expression, _ name: Expression.Name, _ arguments: [Expression]
    ) throws(CompileError) -> Expression {
        var count = arguments.count - 1
        if kind.takesCondition, count > kind.variableCounts.upperBound { count -= 1 }
        guard kind.variableCounts.contains(count), let body = arguments.last else { throw misuse(of: kind, name) }
        var variables: [Expression.Name] = []
        for argument in arguments[..<count] { variables.append(try variable(argument, of: name)) }
        if let first = variables.first, let last = variables.last, count == 2, first.text == last.text {
            throw source.error("\(name.text)() has two variables of one name", at: last.offset)
        }
        let comprehension = Comprehension(
            kind: kind, range: target, variables: variables,
            condition: arguments.count - 1 > count ? arguments[count] : nil, body: body)
        return try node(.comprehension(comprehension), at: target.offset, over: [target] + arguments)
    }

    private func misuse(of kind: Comprehension.Kind, _ name: Expression.Name) -> CompileError {
        let (wanted, example) =
            switch kind {
            case .all, .exists, .existsOne: ("a variable and an expression", "\(name.text)(x, x > 1)")
            case .filter: ("a variable and an expression", "filter(x, x > 1)")
            case .map, .sortBy: ("a variable and an expression", "\(name.text)(x, x.size())")
            case .transformList: ("two variables and an expression", "transformList(index, x, index + x)")
            case .transformMap: ("two variables and an expression", "transformMap(key, x, x.size())")
            case .transformMapEntry: ("two variables and an expression", "transformMapEntry(key, x, {x: key})")
            }
        return source.error("\(name.text)() takes \(wanted)", at: name.offset, hint: "such as list.\(example)")
    }

    private func variable(_ argument: Expression, of name: Expression.Name) throws(CompileError) -> Expression.Name {
        guard case .identifier(let text, isAbsolute: false) = argument.kind else {
            throw source.error("\(name.text)() takes a variable's name first", at: argument.offset)
        }
        return Expression.Name(text: text, offset: argument.offset)
    }

    private mutating func bind(
        _ target: Expression, _ name: Expression.Name, _ arguments: [Expression]
    ) throws(CompileError) -> Expression {
        guard arguments.count == 3 else {
            throw source.error(
                "cel.bind() takes a variable, its value and an expression", at: name.offset,
                hint: "such as cel.bind(x, a.b.size(), x > 1 && x < 9)")
        }
        let variable = try variable(arguments[0], of: name)
        return try node(.bind(variable, arguments[1], body: arguments[2]), at: target.offset, over: arguments)
    }

    private mutating func optionalMap(
        _ target: Expression, _ name: Expression.Name, _ arguments: [Expression]
    ) throws(CompileError) -> Expression {
        guard arguments.count == 2 else {
            throw source.error(
                "\(name.text)() takes a variable and an expression", at: name.offset,
                hint: "such as a.?b.\(name.text)(x, \(name.text == "optMap" ? "x + 1" : "x.?c"))")
        }
        let variable = try variable(arguments[0], of: name)
        let isFlat = name.text == "optFlatMap"
        return try node(
            .optionalMap(target, variable, body: arguments[1], isFlat: isFlat), at: target.offset,
            over: [target, arguments[1]])
    }
}
