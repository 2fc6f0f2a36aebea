extension Function {
    /// The extension for values that may be missing; `optMap` and `optFlatMap` are macros.
    static let optionalFunctions: [Function] = [
        Function(
            "optional.none", [.global(result: .anyOptional)],
            general: { (operands, _) throws(EvaluationError) in
                guard operands.isEmpty else { throw .noSuchOverload("optional.none()", operands) }
                return .optional(nil)
            }),
        Function(
            "optional.of", [.global(.anything, result: .anyOptional)],
            unary: { (value) throws(EvaluationError) in .optional(value) }),
        Function(
            "optional.ofNonZeroValue", [.global(.anything, result: .anyOptional)],
            unary: { (value) throws(EvaluationError) in .optional(value.isZero ? nil : value) }),
        Function(
            "hasValue", [.member(.anyOptional, result: .bool)],
            unary: { (value) throws(EvaluationError) in .bool(try optional("hasValue()", value) != nil) }),
        Function(
            "value", [.member(.anyOptional, result: .anything)],
            unary: { (value) throws(EvaluationError) in
                guard let wrapped = try optional("value()", value) else { throw .invalid("the optional has no value") }
                return wrapped
            }),
        // What these two do is up to a node, which evaluates the second operand only if it is needed.
        Function("or", [.member(.anyOptional, .anyOptional, result: .anyOptional)]),
        Function("orValue", [.member(.anyOptional, .anything, result: .anything)]),
        Function("optional.unwrap", [.global(.list(.anyOptional), result: .anyList)], unary: unwrap),
        Function("unwrapOpt", [.member(.list(.anyOptional), result: .anyList)], unary: unwrap),
    ]

    private static func optional(_ name: String, _ value: Value) throws(EvaluationError) -> Value? {
        guard case .optional(let wrapped) = value else { throw .noSuchOverload(name, value) }
        return wrapped
    }

    /// The values of those optionals of a list that have one.
    private static func unwrap(_ value: Value) throws(EvaluationError) -> Value {
        guard case .list(let list) = value else { throw .noSuchOverload("unwrap()", value) }
        var values: [Value] = []
        for element in list {
            if let wrapped = try optional("unwrap()", element) { values.append(wrapped) }
        }
        return .list(values)
    }
}

extension Value {
    /// Whether it is its type's default, such as 0, false, null, or an empty text or list.
    fileprivate var isZero: Bool {
        switch self {
        case .null: true
        case .bool(let flag): !flag
        case .int(let number): number == 0
        case .uint(let number): number == 0
        case .double(let number): number == 0
        case .string(let text): text.isEmpty
        case .bytes(let bytes): bytes.isEmpty
        case .timestamp(let timestamp): timestamp.seconds == 0 && timestamp.nanoseconds == 0
        case .duration(let duration): duration.seconds == 0 && duration.nanoseconds == 0
        case .list(let list): list.isEmpty
        case .map(let map): map.count == 0
        case .record(let record): record.values.allSatisfy { $0 == nil }
        case .optional(let wrapped): wrapped == nil
        case .address(let address): address.isUnspecified
        case .block, .type: false
        }
    }
}
