/// The messages of protocol buffers that CEL has values for, so that `google.protobuf.Int64Value{value: 1}` is `1`.
enum WellKnownMessage: String, Sendable {
    case bool = "google.protobuf.BoolValue"
    case int32 = "google.protobuf.Int32Value"
    case int64 = "google.protobuf.Int64Value"
    case uint32 = "google.protobuf.UInt32Value"
    case uint64 = "google.protobuf.UInt64Value"
    case float = "google.protobuf.FloatValue"
    case double = "google.protobuf.DoubleValue"
    case string = "google.protobuf.StringValue"
    case bytes = "google.protobuf.BytesValue"
    case timestamp = "google.protobuf.Timestamp"
    case duration = "google.protobuf.Duration"
    case structure = "google.protobuf.Struct"
    case list = "google.protobuf.ListValue"
    case value = "google.protobuf.Value"

    /// Of the value that it stands for.
    var type: CELType {
        switch self {
        case .bool: .bool
        case .int32, .int64: .int
        case .uint32, .uint64: .uint
        case .float, .double: .double
        case .string: .string
        case .bytes: .bytes
        case .timestamp: .timestamp
        case .duration: .duration
        case .structure: .map(.string, .dyn)
        case .list: .list(.dyn)
        case .value: .dyn
        }
    }

    /// The types of its fields by name.
    var fields: [String: CELType] {
        switch self {
        case .timestamp, .duration: ["seconds": .int, "nanos": .int]
        case .structure: ["fields": .map(.string, .dyn)]
        case .list: ["values": .list(.dyn)]
        case .value:
            [
                "null_value": .dyn, "number_value": .double, "string_value": .string, "bool_value": .bool,
                "struct_value": .map(.string, .dyn), "list_value": .list(.dyn),
            ]
        default: ["value": type]
        }
    }

    /// The value of a message with some fields.
    func value(_ given: MapValue) throws(EvaluationError) -> Value {
        for entry in given.entries {
            guard case .string(let name) = entry.key, let type = fields[name] else { throw .noSuchKey }
            var substitution = Substitution()
            guard substitution.assign(entry.value.type, to: type) else { throw .noSuchOverload(rawValue, entry.value) }
        }
        switch self {
        case .timestamp, .duration: return try time(given)
        case .structure: return given["fields"] ?? .map(MapValue())
        case .list: return given["values"] ?? .list([])
        case .value: return try only(given)
        default: return try wrapped(given["value"])
        }
    }

    /// A message that wraps a value has the type's default if none is given.
    private func wrapped(_ value: Value?) throws(EvaluationError) -> Value {
        switch (self, value) {
        case (.bool, nil): return .bool(false)
        case (.int32, nil), (.int64, nil): return .int(0)
        case (.uint32, nil), (.uint64, nil): return .uint(0)
        case (.float, nil), (.double, nil): return .double(0)
        case (.string, nil): return .string("")
        case (.bytes, nil): return .bytes([])
        case (.int32, .int(let number)?): if Int32(exactly: number) == nil { throw .overflow }
        case (.uint32, .uint(let number)?): if UInt32(exactly: number) == nil { throw .overflow }
        case (.float, .double(let number)?): return .double(Double(Float(number)))
        default: break
        }
        return value ?? .null
    }

    private func time(_ given: MapValue) throws(EvaluationError) -> Value {
        var seconds: Int64 = 0
        var nanoseconds: Int64 = 0
        if case .int(let number)? = given["seconds"] { seconds = number }
        if case .int(let number)? = given["nanos"] { nanoseconds = number }
        let value: Value? =
            if self == .duration {
                CELDuration(seconds: seconds, nanoseconds: nanoseconds).map(Value.duration)
            } else {
                Int32(exactly: nanoseconds).flatMap { Timestamp(seconds: seconds, nanoseconds: $0) }.map(
                    Value.timestamp)
            }
        guard let value else { throw .overflow }
        return value
    }

    /// Of a `Value` one field at most is set.
    private func only(_ given: MapValue) throws(EvaluationError) -> Value {
        guard given.count <= 1 else { throw .invalid("a google.protobuf.Value has one field") }
        guard let entry = given.entries.first, entry.key != .string("null_value") else { return .null }
        return entry.value
    }
}
