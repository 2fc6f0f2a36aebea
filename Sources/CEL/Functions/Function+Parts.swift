extension Function {
    /// Of the extension for strings, what takes texts apart and puts them together.
    static let partFunctions: [Function] = [
        Function(
            "replace",
            [
                .member(.string, .string, .string, result: .string),
                .member(.string, .string, .string, .int, result: .string),
            ],
            general: replace),
        Function(
            "split",
            [
                .member(.string, .string, result: .list(.string)),
                .member(.string, .string, .int, result: .list(.string)),
            ],
            general: split),
        Function(
            "join",
            [.member(.list(.string), result: .string), .member(.list(.string), .string, result: .string)],
            general: join),
    ]

    /// How many at most, which may be given last; negative means all.
    private static func limit(
        _ name: String, _ operands: [Value], at position: Int
    ) throws(EvaluationError) -> Int64 {
        if operands.count == position { return -1 }
        guard operands.count == position + 1, case .int(let limit) = operands[position] else {
            throw .noSuchOverload(name, operands)
        }
        return limit
    }

    private static func replace(_ operands: [Value], _ budget: inout Budget) throws(EvaluationError) -> Value {
        let limit = try limit("replace()", operands, at: 3)
        guard case .string(let text) = operands[0], case .string(let old) = operands[1],
            case .string(let new) = operands[2]
        else { throw .noSuchOverload("replace()", operands) }
        let parts = try split(text, by: old, limit: limit < 0 ? -1 : limit &+ 1, isReplacing: true, &budget)
        return .string(try joined(parts.map(String.init), by: new, &budget))
    }

    private static func split(_ operands: [Value], _ budget: inout Budget) throws(EvaluationError) -> Value {
        let limit = try limit("split()", operands, at: 2)
        guard case .string(let text) = operands[0], case .string(let separator) = operands[1] else {
            throw .noSuchOverload("split()", operands)
        }
        if limit == 0 { return .list([]) }
        let parts = try split(text, by: separator, limit: limit, isReplacing: false, &budget)
        return .list(parts.map { .string(String($0)) })
    }

    private static func join(_ operands: [Value], _ budget: inout Budget) throws(EvaluationError) -> Value {
        guard (1...2).contains(operands.count), case .list(let list)? = operands.first else {
            throw .noSuchOverload("join()", operands)
        }
        var separator = ""
        if operands.count == 2 {
            guard case .string(let given) = operands[1] else { throw .noSuchOverload("join()", operands) }
            separator = given
        }
        try budget.charge(list.count)
        var texts: [String] = []
        for element in list {
            guard case .string(let text) = element else { throw .noSuchOverload("join()", operands) }
            texts.append(text)
        }
        return .string(try joined(texts, by: separator, &budget))
    }

    private static func joined(
        _ texts: [String], by separator: String, _ budget: inout Budget
    ) throws(EvaluationError) -> String {
        // Before it is made: a short separator may stand between very many parts, a long one too.
        for text in texts { try budget.charge(bytes: text.utf8.count + separator.utf8.count) }
        return texts.joined(separator: separator)
    }

    /// The parts between separators, at most so many if the limit is positive. An empty separator stands between any
    /// two code points and, where parts are replaced, at both ends as well.
    private static func split(
        _ text: String, by separator: String, limit: Int64, isReplacing: Bool, _ budget: inout Budget
    ) throws(EvaluationError) -> [Substring] {
        var parts: [Substring] = []
        var start = text.startIndex
        if separator.isEmpty {
            if isReplacing { parts.append("") }
            for index in text.unicodeScalars.indices.dropFirst() {
                if limit > 0, parts.count + 1 >= limit { break }
                try budget.charge(1)
                parts.append(text[start..<index])
                start = index
            }
            if !text.isEmpty { parts.append(text[start...]) }
            if isReplacing, limit < 0 || parts.count < limit { parts.append("") }
            return limit == 1 && isReplacing ? [text[...]] : parts
        }
        var offset = 0
        while limit < 0 || parts.count + 1 < limit,
            let found = ByteSearch.offset(of: separator.utf8.span, in: text.utf8.span, from: offset)
        {
            try budget.charge(1)
            let place = text.utf8.index(text.startIndex, offsetBy: found)
            parts.append(text[start..<place])
            offset = found + separator.utf8.count
            start = text.utf8.index(place, offsetBy: separator.utf8.count)
        }
        parts.append(text[start...])
        return parts
    }
}
