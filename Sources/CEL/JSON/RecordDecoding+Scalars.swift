extension RecordDecoding {
    /// Reads what isn't an array, an object or `null` into a declared type; skips what doesn't fit.
    mutating func scalar(_ type: CELType) throws(JSONError) -> (value: Value?, mismatch: SchemaDrift.Kind?) {
        if case .dyn = type {
            let value = try scanner.value()
            return (value == .null ? nil : value, nil)
        }
        switch scanner.peek() {
        case UInt8(ascii: "n"):
            try scanner.literal("null")
            return (nil, nil)
        case UInt8(ascii: "t"):
            try scanner.literal("true")
            return type == .bool ? (.bool(true), nil) : (nil, .wrongType)
        case UInt8(ascii: "f"):
            try scanner.literal("false")
            return type == .bool ? (.bool(false), nil) : (nil, .wrongType)
        case UInt8(ascii: "\""):
            let string = try scanner.string()
            return text(string, as: type)
        case UInt8(ascii: "-"), (0x30...0x39)?:
            return number(try scanner.number(), as: type)
        default:
            try scanner.skip()
            return (nil, .wrongType)
        }
    }

    private func text(_ string: JSONString, as type: CELType) -> (value: Value?, mismatch: SchemaDrift.Kind?) {
        let value: Value?
        switch type {
        case .string: value = .string(string.text(in: scanner.bytes))
        case .timestamp: value = Timestamp(rfc3339: scanner.bytes[string.range]).map(Value.timestamp)
        case .duration: value = CELDuration(text: string.text(in: scanner.bytes)).map(Value.duration)
        default: value = nil
        }
        return (value, value == nil ? .wrongType : nil)
    }

    private func number(_ number: JSONNumber, as type: CELType) -> (value: Value?, mismatch: SchemaDrift.Kind?) {
        switch (type, number) {
        case (.int, .int(let number)): (.int(number), nil)
        case (.double, .double(let number)): (.double(number), nil)
        case (.double, .int(let number)): (.double(Double(number)), nil)
        case (.uint, .int(let number)): UInt64(exactly: number).map { (.uint($0), nil) } ?? (nil, .outOfRange)
        default: (nil, .wrongType)
        }
    }

    /// What a constraint has against a value of the declared type.
    func violation(of constraint: RecordType.Constraint?, by value: Value?) -> SchemaDrift.Kind? {
        switch (constraint, value) {
        case (.oneOf(let allowed), .string(let text)):
            allowed.contains { $0.hasSameCodePoints(as: text) } ? nil : .unknownValue
        case (.range(let range), .int(let number)): range.contains(Double(number)) ? nil : .outOfRange
        case (.range(let range), .uint(let number)): range.contains(Double(number)) ? nil : .outOfRange
        case (.range(let range), .double(let number)): range.contains(number) ? nil : .outOfRange
        default: nil
        }
    }
}
