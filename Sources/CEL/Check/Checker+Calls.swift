extension Checker {
    mutating func call(
        _ target: Expression?, _ name: Expression.Name, _ arguments: [Expression], _ expression: Expression
    ) throws(CompileError) -> CELType {
        // `math.abs(x)` calls a function of the namespace `math`, unless `math` is a macro's variable.
        if let target, let namespace = target.selection, let root = target.root, !isLocal(root),
            let function = environment.function("\(namespace).\(name.text)", isAbsolute: root.isAbsolute)
        {
            return try call(function, nil, name, arguments, expression)
        }
        guard let function = environment.function(name.text) else {
            return try unknownFunction(target, name, arguments, expression)
        }
        return try call(function, target, name, arguments, expression)
    }

    private mutating func call(
        _ function: Function, _ target: Expression?, _ name: Expression.Name, _ arguments: [Expression],
        _ expression: Expression
    ) throws(CompileError) -> CELType {
        note(expression) { $0.reference = .function(function, takesTarget: target != nil) }
        var types: [CELType] = []
        for operand in (target.map { [$0] } ?? []) + arguments { types.append(try check(operand)) }
        if function.name == "matches" { try expectPattern(arguments.last) }
        let overloads = function.overloads.filter { $0.isMember == (target != nil) }
        let type = function.inferred.map { $0(types) } ?? Overload.result(of: overloads, for: types, &substitution)
        if let type { return type }
        let given = types.map { substitution.settled($0).description }.joined(separator: ", ")
        try refuse(
            "\(function.name)() can't take (\(given))", at: name.offset,
            hint: "it takes " + function.overloads.map { $0.description(of: function.name) }.joined(separator: ", "))
        return .dyn
    }

    /// Refuses a pattern that can't be read while it can still be corrected.
    private func expectPattern(_ argument: Expression?) throws(CompileError) {
        guard let argument, case .literal(.string(let text)) = argument.kind else { return }
        do throws(PatternError) {
            _ = try Pattern(text)
        } catch {
            try refuse("the pattern can't be read: \(error.message)", at: argument.offset, hint: error.hint)
        }
    }

    private mutating func unknownFunction(
        _ target: Expression?, _ name: Expression.Name, _ arguments: [Expression], _ expression: Expression
    ) throws(CompileError) -> CELType {
        var text = name.text
        var offset = name.offset
        if let target, let namespace = target.selection, let root = target.root, !isLocal(root),
            environment.resolve(root.name, isAbsolute: root.isAbsolute) == nil
        {
            text = "\(namespace).\(text)"
            offset = target.offset
        }
        let hint = NearestName.hint(for: text, among: environment.functionNames)
        try refuse("unknown function '\(text)'", at: offset, hint: hint)
        note(expression) { $0.reference = .undeclared("\(text)()") }
        for operand in (target.map { [$0] } ?? []) + arguments { _ = try check(operand) }
        return .dyn
    }
}
