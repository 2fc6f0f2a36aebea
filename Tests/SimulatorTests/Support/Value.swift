/// Any JSON value, read strictly: `true` isn't 1.
indirect enum Value: Decodable, Equatable, Sendable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([Value])
    case object([String: Value])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let bool = try? container.decode(Bool.self) {
            self = .bool(bool)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let string = try? container.decode(String.self) {
            self = .string(string)
        } else if let array = try? container.decode([Value].self) {
            self = .array(array)
        } else {
            self = .object(try container.decode([String: Value].self))
        }
    }

    /// The value at a path of keys, nil when there is none.
    subscript(path: String...) -> Value? {
        path.reduce(self) { value, key in
            guard case .object(let members)? = value else { return nil }
            return members[key]
        }
    }

    /// The same without the keys named, at any depth.
    func without(_ keys: Set<String>) -> Value {
        switch self {
        case .object(let members):
            .object(members.filter { !keys.contains($0.key) }.mapValues { $0.without(keys) })
        case .array(let elements): .array(elements.map { $0.without(keys) })
        default: self
        }
    }

    /// The kind of value, and for objects that of each member: two answers of one shape are equal.
    var shape: Value {
        switch self {
        case .null: .string("null")
        case .bool: .string("bool")
        case .number: .string("number")
        case .string: .string("string")
        case .array: .string("array")
        case .object(let members): .object(members.mapValues { $0.shape })
        }
    }
}
