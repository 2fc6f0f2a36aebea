extension Parser {
    /// `has(operand.field)`.
    mutating func has(_ arguments: [Expression], at offset: Int) throws(CompileError) -> Expression {
        guard arguments.count == 1, let argument = arguments.first, case .select(let operand, let name) = argument.kind
        else {
            throw source.error(
                "has() takes the selection of a field", at: arguments.first?.offset ?? offset,
                hint: "such as has(signals.network.vpn)")
        }
        return try node(.has(operand, name), at: offset, over: [operand])
    }

    /// The comprehension that a call of a macro stands for, or nil for any other call.
    mutating func macro(
        _ target: Expression, _ name: Expression.Name, _ arguments: [Expression]
    ) throws(CompileError) -> Expression? {
        guard let kind = name.text == "existsOne" ? .existsOne : Comprehension.Kind(rawValue: name.text) else {
            return nil
        }
        guard let variable = arguments.first, let body = arguments.last,
            arguments.count == 2 || kind == .map && arguments.count == 3
        else {
            throw source.error(
                "\(name.text)() takes a variable and an expression", at: name.offset,
                hint: "such as list.\(name.text)(x, x > 1)")
        }
        guard case .identifier(let text, isAbsolute: false) = variable.kind else {
            throw source.error("\(name.text)() takes a variable's name first", at: variable.offset)
        }
        let comprehension = Comprehension(
            kind: kind, range: target, variable: Expression.Name(text: text, offset: variable.offset),
            condition: arguments.count == 3 ? arguments[1] : nil, body: body)
        return try node(.comprehension(comprehension), at: target.offset, over: [target] + arguments)
    }
}
