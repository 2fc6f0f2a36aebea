extension Function {
    /// The extension for strings, whose indices count code points.
    static let textExtension: [Function] =
        [
            Function("charAt", [.member(.string, .int, result: .string)], binary: characterAt),
            Function(
                "indexOf",
                [.member(.string, .string, result: .int), .member(.string, .string, .int, result: .int)],
                general: { (operands, _) throws(EvaluationError) in
                    try index("indexOf()", operands, isLast: false)
                }),
            Function(
                "lastIndexOf",
                [.member(.string, .string, result: .int), .member(.string, .string, .int, result: .int)],
                general: { (operands, _) throws(EvaluationError) in
                    try index("lastIndexOf()", operands, isLast: true)
                }),
            Function(
                "substring",
                [.member(.string, .int, result: .string), .member(.string, .int, .int, result: .string)],
                general: substring),
            Function(
                "trim", [.member(.string, result: .string)],
                unary: { (value) throws(EvaluationError) in
                    guard case .string(let text) = value else { throw .noSuchOverload("trim()", value) }
                    let scalars = text.unicodeScalars
                    let rest = scalars.drop { $0.properties.isWhitespace }
                    let end = rest.lastIndex { !$0.properties.isWhitespace }
                    return .string(end.map { String(rest[...$0]) } ?? "")
                }),
            Function("strings.quote", [.global(.string, result: .string)], unary: quote),
            Function(
                "format", [.member(.string, .list(.dyn), result: .string)],
                general: { (operands, budget) throws(EvaluationError) in
                    guard operands.count == 2, case .string(let format) = operands[0],
                        case .list(let list) = operands[1]
                    else { throw .noSuchOverload("format()", operands) }
                    return .string(try TextFormat.apply(format, to: list, &budget))
                }),
        ] + partFunctions

    private static func characterAt(_ value: Value, _ index: Value) throws(EvaluationError) -> Value {
        guard case .string(let text) = value, case .int(let index) = index else {
            throw .noSuchOverload("charAt()", value, index)
        }
        let scalars = text.unicodeScalars
        guard index >= 0, let position = scalars.index(scalars.startIndex, offset: index) else {
            throw .indexOutOfRange
        }
        return .string(position == scalars.endIndex ? "" : String(scalars[position]))
    }

    /// The index of the first or last place where a text has another one; -1 if nowhere.
    private static func index(
        _ name: String, _ operands: [Value], isLast: Bool
    ) throws(EvaluationError) -> Value {
        guard (2...3).contains(operands.count), case .string(let text) = operands[0],
            case .string(let part) = operands[1]
        else { throw .noSuchOverload(name, operands) }
        var limit: Int64?
        if operands.count == 3 {
            guard case .int(let offset) = operands[2] else { throw .noSuchOverload(name, operands) }
            guard offset >= 0 else { throw .indexOutOfRange }
            if part.isEmpty { return .int(offset) }
            limit = offset
        }
        let scalars = text.unicodeScalars
        let end = Int64(scalars.count)
        if part.isEmpty { return .int(isLast ? end : 0) }
        if let limit, limit >= end { return .int(-1) }
        let start = scalars.index(scalars.startIndex, offset: limit ?? (isLast ? end : 0)) ?? scalars.endIndex
        let byte = text.utf8.distance(from: text.utf8.startIndex, to: start)
        let found =
            isLast
            ? ByteSearch.lastOffset(of: Array(part.utf8), in: Array(text.utf8), notBehind: byte)
            : ByteSearch.offset(of: part.utf8.span, in: text.utf8.span, from: byte)
        guard let found else { return .int(-1) }
        // Every byte but a continuation begins a code point.
        return .int(Int64(text.utf8.prefix(found).count { $0 & 0xC0 != 0x80 }))
    }

    private static func substring(_ operands: [Value], _ budget: inout Budget) throws(EvaluationError) -> Value {
        guard (2...3).contains(operands.count), case .string(let text) = operands[0], case .int(let start) = operands[1]
        else { throw .noSuchOverload("substring()", operands) }
        let scalars = text.unicodeScalars
        var end: Int64?
        if operands.count == 3 {
            guard case .int(let given) = operands[2] else { throw .noSuchOverload("substring()", operands) }
            end = given
        }
        guard start >= 0, start <= end ?? start, let first = scalars.index(scalars.startIndex, offset: start),
            let last = end.map({ scalars.index(first, offset: $0 - start) }) ?? scalars.endIndex
        else { throw .indexOutOfRange }
        return .string(String(scalars[first..<last]))
    }

    /// The text as a literal of the language would have it.
    private static func quote(_ value: Value) throws(EvaluationError) -> Value {
        guard case .string(let text) = value else { throw .noSuchOverload("strings.quote()", value) }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\u{07}": quoted += "\\a"
            case "\u{08}": quoted += "\\b"
            case "\u{0C}": quoted += "\\f"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case "\u{0B}": quoted += "\\v"
            case "\\": quoted += "\\\\"
            case "\"": quoted += "\\\""
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return .string(quoted + "\"")
    }
}

extension String.UnicodeScalarView {
    /// So many code points further on; nil beyond the end.
    fileprivate func index(_ start: Index, offset: Int64) -> Index? {
        guard let offset = Int(exactly: offset) else { return nil }
        return index(start, offsetBy: offset, limitedBy: endIndex)
    }
}
