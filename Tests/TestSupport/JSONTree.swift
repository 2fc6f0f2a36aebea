import Foundation

/// Any JSON value, read strictly: `true` isn't 1.
package indirect enum JSONTree: Decodable, Equatable, Sendable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONTree])
    case object([String: JSONTree])

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let bool = try? container.decode(Bool.self) {
            self = .bool(bool)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let string = try? container.decode(String.self) {
            self = .string(string)
        } else if let array = try? container.decode([JSONTree].self) {
            self = .array(array)
        } else {
            self = .object(try container.decode([String: JSONTree].self))
        }
    }

    package init(json: some Sequence<UInt8>) throws {
        self = try JSONDecoder().decode(JSONTree.self, from: Data(json))
    }

    /// The value at a path of keys, nil when there is none.
    package subscript(path: String...) -> JSONTree? {
        path.reduce(self) { value, key in
            guard case .object(let members)? = value else { return nil }
            return members[key]
        }
    }

    /// The members of an object, none of anything else.
    package var members: [String: JSONTree] {
        if case .object(let members) = self { members } else { [:] }
    }

    /// The elements of an array, none of anything else.
    package var elements: [JSONTree] {
        if case .array(let elements) = self { elements } else { [] }
    }

    package var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// As JSON, with the keys sorted.
    package var json: String {
        switch self {
        case .null: return "null"
        case .bool(let flag): return "\(flag)"
        case .number(let number):
            return number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
        case .string(let text):
            let data = try? JSONEncoder().encode(text)
            return String(decoding: data ?? Data(), as: UTF8.self)
        case .array(let elements): return "[" + elements.map(\.json).joined(separator: ",") + "]"
        case .object(let members):
            let pairs = members.sorted { $0.key < $1.key }.map { "\(JSONTree.string($0.key).json):\($0.value.json)" }
            return "{" + pairs.joined(separator: ",") + "}"
        }
    }

    /// The same without the keys named, at any depth.
    package func without(_ keys: Set<String>) -> JSONTree {
        switch self {
        case .object(let members):
            .object(members.filter { !keys.contains($0.key) }.mapValues { $0.without(keys) })
        case .array(let elements): .array(elements.map { $0.without(keys) })
        default: self
        }
    }

    /// The kind of value, and for objects that of each member: two answers of one shape are equal.
    package var shape: JSONTree {
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
