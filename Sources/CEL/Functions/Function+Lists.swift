extension Function {
    /// The extension for lists; `sortBy` is a macro.
    static let listFunctions: [Function] = [
        Function("slice", [.member(.anyList, .int, .int, result: .anyList)], general: slice),
        Function(
            "flatten",
            [
                .member(.list(.anyList), result: .anyList), .member(.list(.dyn), .int, result: .list(.dyn)),
            ],
            general: flatten),
        Function(
            "sort", CELType.sortable.map { .member(.list($0), result: .list($0)) },
            general: { (operands, budget) throws(EvaluationError) in
                let list = try list("sort()", operands)
                return .list(try Sorting.order(of: list, &budget).map { list[$0] })
            }),
        Function("distinct", [.member(.anyList, result: .anyList)], general: distinct),
        Function(
            "reverse", [.member(.anyList, result: .anyList), .member(.string, result: .string)],
            general: { (operands, budget) throws(EvaluationError) in
                guard operands.count == 1 else { throw .noSuchOverload("reverse()", operands) }
                switch operands[0] {
                case .list(let list):
                    try budget.charge(list.count)
                    return .list(list.reversed())
                case .string(let text):
                    try budget.charge(bytes: text.utf8.count)
                    return .string(String(String.UnicodeScalarView(text.unicodeScalars.reversed())))
                default: throw .noSuchOverload("reverse()", operands)
                }
            }),
        Function(
            "lists.range", [.global(.int, result: .list(.int))],
            general: { (operands, budget) throws(EvaluationError) in
                guard case .int(let count)? = operands.first, operands.count == 1 else {
                    throw .noSuchOverload("lists.range()", operands)
                }
                guard count >= 0 else { throw .invalid("the length of a list is negative") }
                try budget.charge(Int(clamping: count))
                return .list((0..<count).map(Value.int))
            }),
        Function(
            "first", [.member(.anyList, result: .anyOptional)],
            general: { (operands, _) throws(EvaluationError) in .optional(try list("first()", operands).first) }),
        Function(
            "last", [.member(.anyList, result: .anyOptional)],
            general: { (operands, _) throws(EvaluationError) in .optional(try list("last()", operands).last) }),
    ]

    /// The list that is the only operand.
    private static func list(_ name: String, _ operands: [Value]) throws(EvaluationError) -> [Value] {
        guard operands.count == 1, case .list(let list)? = operands.first else { throw .noSuchOverload(name, operands) }
        return list
    }

    private static func slice(_ operands: [Value], _ budget: inout Budget) throws(EvaluationError) -> Value {
        guard operands.count == 3, case .list(let list) = operands[0], case .int(let start) = operands[1],
            case .int(let end) = operands[2]
        else { throw .noSuchOverload("slice()", operands) }
        guard start >= 0, start <= end, end <= Int64(list.count) else { throw .indexOutOfRange }
        try budget.charge(Int(end - start))
        return .list(Array(list[Int(start)..<Int(end)]))
    }

    private static func flatten(_ operands: [Value], _ budget: inout Budget) throws(EvaluationError) -> Value {
        var depth: Int64 = 1
        if operands.count == 2, case .int(let given) = operands[1] {
            depth = given
        } else if operands.count != 1 {
            throw .noSuchOverload("flatten()", operands)
        }
        guard case .list(let list)? = operands.first else { throw .noSuchOverload("flatten()", operands) }
        guard depth >= 0 else { throw .invalid("the depth is negative") }
        var flat: [Value] = []
        try append(list, to: &flat, depth: depth, &budget)
        return .list(flat)
    }

    private static func append(
        _ list: [Value], to flat: inout [Value], depth: Int64, _ budget: inout Budget
    ) throws(EvaluationError) {
        try budget.charge(list.count)
        for element in list {
            if depth > 0, case .list(let inner) = element {
                try append(inner, to: &flat, depth: depth - 1, &budget)
            } else {
                flat.append(element)
            }
        }
    }

    private static func distinct(_ operands: [Value], _ budget: inout Budget) throws(EvaluationError) -> Value {
        let list = try list("distinct()", operands)
        try budget.charge(list.count)
        var keys: Set<MapKey> = []
        var others: [Value] = []
        var kept: [Value] = []
        for element in list {
            try budget.charge(reading: element)
            if let key = MapKey(element) {
                if keys.insert(key).inserted { kept.append(element) }
                continue
            }
            var isKnown = false
            for other in others where !isKnown {
                try budget.charge(1)
                isKnown = try budget.areEqual(other, element)
            }
            if isKnown { continue }
            others.append(element)
            kept.append(element)
        }
        return .list(kept)
    }
}
