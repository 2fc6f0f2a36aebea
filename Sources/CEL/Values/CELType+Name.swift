extension CELType: CustomStringConvertible {
    /// The name that CEL gives the type of a value: `type(1)` is `int`. Parameters of lists and maps aren't part of it.
    package var name: String {
        switch self {
        case .dyn: "dyn"
        case .null: "null_type"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .timestamp: "google.protobuf.Timestamp"
        case .duration: "google.protobuf.Duration"
        case .type: "type"
        case .list: "list"
        case .map: "map"
        case .record(let type): type.name
        case .opaque(let name, _), .parameter(let name): name
        }
    }

    /// For messages: with parameters, and with the short names that people write.
    package var description: String {
        switch self {
        case .null: "null"
        case .timestamp: "timestamp"
        case .duration: "duration"
        case .list(let element): "list(\(element))"
        case .map(let key, let value): "map(\(key), \(value))"
        case .opaque(let name, let parameters) where !parameters.isEmpty:
            "\(name)(\(parameters.map(\.description).joined(separator: ", ")))"
        default: name
        }
    }
}

extension Value {
    /// The type of this value at run time. Elements of lists and maps may be of any.
    package var type: CELType {
        switch self {
        case .null: .null
        case .bool: .bool
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .string: .string
        case .bytes: .bytes
        case .timestamp: .timestamp
        case .duration: .duration
        case .type: .type
        case .list: .list(.dyn)
        case .map: .map(.dyn, .dyn)
        case .record(let record): .record(record.type)
        case .optional: .optional(.dyn)
        case .address: .address
        case .block: .block
        }
    }

    /// The value if it may be the key of a map: doubles only look up.
    static func asKey(_ value: Value) -> Value? {
        switch value {
        case .bool, .int, .uint, .string: value
        default: nil
        }
    }
}
