extension Function {
    /// Conversions between types, `dyn` and `type`.
    static let conversions: [Function] = [
        conversion("bool", .bool, from: [.string], bool),
        conversion("int", .int, from: [.uint, .double, .string, .timestamp], int),
        conversion("uint", .uint, from: [.int, .double, .string], uint),
        conversion("double", .double, from: [.int, .uint, .string], double),
        conversion(
            "string", .string,
            from: [.bool, .int, .uint, .double, .bytes, .timestamp, .duration, .address, .block], string),
        conversion("bytes", .bytes, from: [.string], bytes),
        conversion("timestamp", .timestamp, from: [.string, .int], timestamp),
        conversion("duration", .duration, from: [.string], duration),
        Function(
            "dyn", [.global(.anything, result: .dyn)], unary: { (value) throws(EvaluationError) in value }),
        Function(
            "type", [.global(.anything, result: .type)],
            unary: { (value) throws(EvaluationError) in .type(value.type) }),
    ]

    /// A conversion from some types and, without change, from its own.
    private static func conversion(
        _ name: String, _ type: CELType, from sources: [CELType],
        _ body: @escaping @Sendable (Value) throws(EvaluationError) -> Value?
    ) -> Function {
        let overloads = ([type] + sources).map { Overload.global($0, result: type) }
        return Function(
            name, overloads,
            unary: { (value) throws(EvaluationError) in
                if value.type == type { return value }
                guard let converted = try body(value) else { throw .noSuchOverload("\(name)()", value) }
                return converted
            })
    }

    private static func bool(_ value: Value) throws(EvaluationError) -> Value? {
        guard case .string(let text) = value else { return nil }
        switch text {
        case "1", "t", "T", "true", "TRUE", "True": return .bool(true)
        case "0", "f", "F", "false", "FALSE", "False": return .bool(false)
        default: throw .invalid(value, as: .bool)
        }
    }

    private static func int(_ value: Value) throws(EvaluationError) -> Value? {
        let number: Int64?
        switch value {
        case .uint(let unsigned): number = Int64(exactly: unsigned)
        // The lowest int is exact as a double, but which numbers round to it isn't known: the specification leaves it out.
        case .double(let double): number = abs(double) < 0x1p63 ? Int64(double) : nil
        case .string(let text): number = Int64(text)
        case .timestamp(let timestamp): number = timestamp.seconds
        default: return nil
        }
        guard let number else { throw .invalid(value, as: .int) }
        return .int(number)
    }

    private static func uint(_ value: Value) throws(EvaluationError) -> Value? {
        let number: UInt64?
        switch value {
        case .int(let signed): number = UInt64(exactly: signed)
        case .double(let double): number = double >= 0 && double < 0x1p64 ? UInt64(double) : nil
        case .string(let text): number = UInt64(text)
        default: return nil
        }
        guard let number else { throw .invalid(value, as: .uint) }
        return .uint(number)
    }

    private static func double(_ value: Value) throws(EvaluationError) -> Value? {
        switch value {
        case .int(let number): return .double(Double(number))
        case .uint(let number): return .double(Double(number))
        case .string(let text):
            guard let number = Double(text) else { throw .invalid(value, as: .double) }
            return .double(number)
        default: return nil
        }
    }

    private static func string(_ value: Value) throws(EvaluationError) -> Value? {
        switch value {
        case .bool(let flag): return .string(String(flag))
        case .int(let number): return .string(String(number))
        case .uint(let number): return .string(String(number))
        case .double(let number): return .string(number.celDescription)
        case .bytes(let bytes):
            guard let text = String(validating: bytes, as: UTF8.self) else { throw .invalid(value, as: .string) }
            return .string(text)
        case .timestamp(let timestamp): return .string(timestamp.description)
        case .duration(let duration): return .string(duration.description)
        case .address(let address): return .string(address.description)
        case .block(let block): return .string(block.description)
        default: return nil
        }
    }

    private static func bytes(_ value: Value) throws(EvaluationError) -> Value? {
        guard case .string(let text) = value else { return nil }
        return .bytes(Array(text.utf8))
    }

    private static func timestamp(_ value: Value) throws(EvaluationError) -> Value? {
        let timestamp: Timestamp?
        switch value {
        case .string(let text): timestamp = Timestamp(rfc3339: text)
        case .int(let seconds): timestamp = Timestamp(seconds: seconds)
        default: return nil
        }
        guard let timestamp else { throw .invalid(value, as: .timestamp) }
        return .timestamp(timestamp)
    }

    private static func duration(_ value: Value) throws(EvaluationError) -> Value? {
        guard case .string(let text) = value else { return nil }
        guard let duration = CELDuration(text: text) else { throw .invalid(value, as: .duration) }
        return .duration(duration)
    }
}

extension Double {
    /// The shortest decimal that reads back as the same number, whole numbers without a fraction.
    fileprivate var celDescription: String {
        if isNaN { return "NaN" }
        if isInfinite { return self < 0 ? "-Infinity" : "Infinity" }
        return description.hasSuffix(".0") ? String(description.dropLast(2)) : description
    }
}

extension Value {
    /// What `string()` makes of it; nil for what that can't take, such as a list.
    package var text: String? {
        guard let convert = Function.standard["string"]?.unary, case .string(let text)? = try? convert(self) else {
            return nil
        }
        return text
    }
}

extension CELType {
    /// Whether `string()` may take it, as far as that is known before it runs.
    package var hasText: Bool {
        switch self {
        case .dyn, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .address, .block: true
        default: false
        }
    }
}
