import CEL

/// The type of one of the caller's attributes, as `schema` names it.
indirect enum AttributeType: Sendable, Equatable {
    case string
    case int
    case double
    case bool
    /// RFC 3339 as text.
    case timestamp
    case list(AttributeType)
    /// Whatever JSON holds.
    case any

    static let names = ["string", "int", "double", "bool", "timestamp", "any"]

    /// A name, or `list(…)` of one.
    init?(_ name: String) {
        switch name {
        case "string": self = .string
        case "int": self = .int
        case "double": self = .double
        case "bool": self = .bool
        case "timestamp": self = .timestamp
        case "any": self = .any
        default:
            guard name.hasPrefix("list("), name.hasSuffix(")"),
                let element = AttributeType(String(name.dropFirst(5).dropLast())), element.isScalar
            else { return nil }
            self = .list(element)
        }
    }

    private var isScalar: Bool { if case .list = self { false } else { true } }

    /// What conditions take it for.
    var type: CELType {
        switch self {
        case .string: .string
        case .int: .int
        case .double: .double
        case .bool: .bool
        case .timestamp: .timestamp
        case .list(let element): .list(element.type)
        case .any: .dyn
        }
    }

    /// What a request has to hold, for people.
    var description: String {
        switch self {
        case .string: "a string"
        case .int: "a whole number"
        case .double: "a number"
        case .bool: "true or false"
        case .timestamp: "a time such as \"2026-11-21T08:00:00Z\""
        case .list(let element): "a list, each element \(element.description)"
        case .any: "any value"
        }
    }

    /// A JSON value as conditions see it; nil if it is of another type.
    func value(of json: Value) -> Value? {
        switch (self, json) {
        case (.any, _), (.string, .string), (.int, .int), (.double, .double), (.bool, .bool): return json
        case (.double, .int(let number)): return .double(Double(number))
        case (.timestamp, .string(let text)): return Timestamp(rfc3339: text).map(Value.timestamp)
        case (.list(let element), .list(let elements)):
            let values = elements.compactMap { element.value(of: $0) }
            return values.count == elements.count ? .list(values) : nil
        default: return nil
        }
    }
}
