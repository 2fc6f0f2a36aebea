extension Function {
    /// The extension for mathematics.
    static let mathFunctions: [Function] =
        [
            extreme("math.greatest", .greater),
            extreme("math.least", .less),
            rounding("math.ceil", .up),
            rounding("math.floor", .down),
            rounding("math.round", .toNearestOrAwayFromZero),
            rounding("math.trunc", .towardZero),
            test("math.isNaN") { $0.isNaN },
            test("math.isInf") { $0.isInfinite },
            test("math.isFinite") { $0.isFinite },
            Function("math.abs", [CELType.int, .uint, .double].map { .global($0, result: $0) }, unary: absolute),
            Function("math.sign", [CELType.int, .uint, .double].map { .global($0, result: $0) }, unary: sign),
            Function(
                "math.sqrt", [CELType.int, .uint, .double].map { .global($0, result: .double) },
                unary: { (value) throws(EvaluationError) in
                    switch value {
                    case .int(let number): return .double(Double(number).squareRoot())
                    case .uint(let number): return .double(Double(number).squareRoot())
                    case .double(let number): return .double(number.squareRoot())
                    default: throw .noSuchOverload("math.sqrt()", value)
                    }
                }),
        ] + bitFunctions

    /// The greatest or the least of one or several numbers, or of those in a list.
    private static func extreme(_ name: String, _ order: Number.Order) -> Function {
        let numbers: [CELType] = [.int, .uint, .double]
        let overloads =
            numbers.map { Overload.variadic($0, result: $0) } + numbers.map { .global(.list($0), result: $0) }
        var function = Function(name, overloads) { (operands, budget) throws(EvaluationError) in
            var candidates = operands
            if operands.count == 1, case .list(let list) = operands[0] { candidates = list }
            try budget.charge(candidates.count)
            guard let first = candidates.first, var best = Number(first) else { throw .noSuchOverload(name, operands) }
            var result = first
            for candidate in candidates {
                guard let number = Number(candidate) else { throw .noSuchOverload(name, operands) }
                if Number.compare(number, best) == order { (best, result) = (number, candidate) }
            }
            return result
        }
        function.inferred = { types in
            if types.count == 1, case .list(let element) = types[0] { return common([element]) }
            return common(types)
        }
        return function
    }

    /// The type of numbers that may be of several types, or nil if any is none.
    private static func common(_ types: [CELType]) -> CELType? {
        guard let first = types.first, types.allSatisfy({ $0.isNumeric || $0.isOpen }) else { return nil }
        return first.isNumeric && types.allSatisfy { $0 == first } ? first : .dyn
    }

    private static func rounding(_ name: String, _ rule: FloatingPointRoundingRule) -> Function {
        Function(
            name, [.global(.double, result: .double)],
            unary: { (value) throws(EvaluationError) in
                guard case .double(let number) = value else { throw .noSuchOverload("\(name)()", value) }
                return .double(number.rounded(rule))
            })
    }

    private static func test(_ name: String, _ body: @escaping @Sendable (Double) -> Bool) -> Function {
        Function(
            name, [.global(.double, result: .bool)],
            unary: { (value) throws(EvaluationError) in
                guard case .double(let number) = value else { throw .noSuchOverload("\(name)()", value) }
                return .bool(body(number))
            })
    }

    private static func absolute(_ value: Value) throws(EvaluationError) -> Value {
        switch value {
        case .int(let number):
            guard number != .min else { throw .overflow }
            return .int(abs(number))
        case .uint: return value
        case .double(let number): return .double(abs(number))
        default: throw .noSuchOverload("math.abs()", value)
        }
    }

    private static func sign(_ value: Value) throws(EvaluationError) -> Value {
        switch value {
        case .int(let number): .int(number.signum())
        case .uint(let number): .uint(number == 0 ? 0 : 1)
        case .double(let number): .double(number.isNaN || number == 0 ? number : number < 0 ? -1 : 1)
        default: throw .noSuchOverload("math.sign()", value)
        }
    }
}
