extension Parser {
    /// A primary expression with the selections, calls and indices behind it.
    ///
    /// - Parameter isNegative: a number stands here, and a minus was before it.
    mutating func member(isNegative: Bool = false) throws(CompileError) -> Expression {
        var expression = isNegative ? try negativeNumber() : try primary()
        while true {
            if take(.dot) {
                expression = try selection(of: expression, isOptional: take(.question))
            } else if take(.openBracket) {
                let isOptional = take(.question)
                let index = try self.expression()
                try expect(.closeBracket)
                expression = try node(
                    .index(expression, index, isOptional: isOptional), at: expression.offset, over: [expression, index])
            } else if stands(.openBrace), let name = expression.selection, let root = expression.root {
                expression = try message(name, isAbsolute: root.isAbsolute, at: expression.offset)
            } else {
                return expression
            }
        }
    }

    private mutating func selection(of operand: Expression, isOptional: Bool) throws(CompileError) -> Expression {
        let name: Expression.Name
        switch current.kind {
        case .identifier(let text) where !Self.keywords.contains(text): name = .init(text: text, offset: current.offset)
        case .quotedIdentifier(let text): name = .init(text: text, offset: current.offset)
        default: throw unexpected("a field's or function's name")
        }
        let isCallable = if case .identifier = current.kind { true } else { false }
        advance()
        guard isCallable, !isOptional, stands(.openParenthesis) else {
            return try node(.select(operand, name, isOptional: isOptional), at: operand.offset, over: [operand])
        }
        let arguments = try arguments()
        if let macro = try macro(operand, name, arguments) { return macro }
        return try node(
            .call(target: operand, name, arguments), at: operand.offset, over: [operand] + arguments)
    }

    private mutating func primary() throws(CompileError) -> Expression {
        let token = current
        switch token.kind {
        case .int(let magnitude):
            guard let number = Int64(exactly: magnitude) else {
                throw source.error("the number is out of the range of int", at: token.offset)
            }
            return try literal(.int(number))
        case .uint(let number): return try literal(.uint(number))
        case .double(let number): return try literal(.double(number))
        case .string(let text): return try literal(.string(text))
        case .bytes(let bytes): return try literal(.bytes(bytes))
        case .identifier("true"): return try literal(.bool(true))
        case .identifier("false"): return try literal(.bool(false))
        case .identifier("null"): return try literal(.null)
        case .identifier: return try identifier(isAbsolute: false)
        case .symbol(.dot):
            advance()
            return try identifier(isAbsolute: true)
        case .symbol(.openParenthesis): return try parenthesis()
        case .symbol(.openBracket): return try list()
        case .symbol(.openBrace): return try map()
        default: throw unexpected("a value")
        }
    }

    private mutating func literal(_ value: Value) throws(CompileError) -> Expression {
        let offset = current.offset
        advance()
        return try node(.literal(value), at: offset)
    }

    private mutating func negativeNumber() throws(CompileError) -> Expression {
        switch current.kind {
        case .int(let magnitude):
            guard magnitude <= UInt64(Int64.max) + 1 else {
                throw source.error("the number is out of the range of int", at: current.offset)
            }
            return try literal(.int(Int64(truncatingIfNeeded: 0 &- magnitude)))
        case .double(let number): return try literal(.double(-number))
        default: throw unexpected("a number")
        }
    }

    private mutating func identifier(isAbsolute: Bool) throws(CompileError) -> Expression {
        let offset = current.offset
        guard case .identifier(let text) = current.kind, !Self.keywords.contains(text) else {
            throw unexpected("a name")
        }
        guard !Self.reserved.contains(text) else {
            throw source.error("'\(text)' is a reserved word and can't be a name", at: offset)
        }
        advance()
        guard stands(.openParenthesis) else { return try node(.identifier(text, isAbsolute: isAbsolute), at: offset) }
        let name = Expression.Name(text: text, offset: offset)
        let arguments = try arguments()
        if text == "has" { return try has(arguments, at: offset) }
        return try node(.call(target: nil, name, arguments), at: offset, over: arguments)
    }

    private mutating func arguments() throws(CompileError) -> [Expression] {
        try expect(.openParenthesis)
        var arguments: [Expression] = []
        if take(.closeParenthesis) { return arguments }
        repeat { arguments.append(try expression()) } while take(.comma)
        guard take(.closeParenthesis) else { throw unexpected("',' or ')'") }
        return arguments
    }

    private mutating func parenthesis() throws(CompileError) -> Expression {
        advance()
        let inner = try expression()
        guard take(.closeParenthesis) else { throw unexpected("')'") }
        return inner
    }

    private mutating func list() throws(CompileError) -> Expression {
        let offset = current.offset
        advance()
        var elements: [Expression.Element] = []
        while !stands(.closeBracket) {
            let isOptional = take(.question)
            elements.append(Expression.Element(value: try expression(), isOptional: isOptional))
            guard take(.comma) else { break }
        }
        guard take(.closeBracket) else { throw unexpected("',' or ']'") }
        return try node(.list(elements), at: offset, over: elements.map(\.value))
    }

    private mutating func map() throws(CompileError) -> Expression {
        let offset = current.offset
        advance()
        var entries: [Expression.Entry] = []
        while !stands(.closeBrace) {
            let isOptional = take(.question)
            let key = try expression()
            try expect(.colon)
            entries.append(Expression.Entry(key: key, value: try expression(), isOptional: isOptional))
            guard take(.comma) else { break }
        }
        guard take(.closeBrace) else { throw unexpected("',' or '}'") }
        return try node(.map(entries), at: offset, over: entries.flatMap { [$0.key, $0.value] })
    }

    /// The fields of a message in braces, of which the name is read.
    private mutating func message(_ name: String, isAbsolute: Bool, at offset: Int) throws(CompileError) -> Expression {
        advance()
        var fields: [Expression.Entry] = []
        while !stands(.closeBrace) {
            let isOptional = take(.question)
            let key: Expression
            switch current.kind {
            case .identifier(let text) where !Self.keywords.contains(text): key = try literal(.string(text))
            case .quotedIdentifier(let text): key = try literal(.string(text))
            default: throw unexpected("a field's name")
            }
            try expect(.colon)
            fields.append(Expression.Entry(key: key, value: try expression(), isOptional: isOptional))
            guard take(.comma) else { break }
        }
        guard take(.closeBrace) else { throw unexpected("',' or '}'") }
        let name = Expression.Name(text: name, offset: offset)
        return try node(.message(name, isAbsolute: isAbsolute, fields), at: offset, over: fields.map(\.value))
    }

    /// Words of the grammar, which can be no name at all.
    private static let keywords: Set<String> = ["true", "false", "null", "in"]

    /// Words that the specification keeps for embedding languages; they can be a field's name.
    private static let reserved: Set<String> = [
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
        "namespace", "return", "var", "void", "while",
    ]
}
