/// A JSON value to be written, built from Swift literals.
///
/// Objects keep the order of their keys, so that an answer reads like the vendor's. `Codable` isn't used because the
/// vendors write every key, also when its value is null, and because the faults need shapes that no type describes.
enum JSON: Sendable {
    case null
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case array([JSON])
    case object([Member])

    /// One key of an object with its value.
    struct Member: Sendable {
        let key: String
        var value: JSON
    }

    /// The value at `key` of an object, null when absent. Setting it replaces the value or appends the key; on anything
    /// but an object it makes one.
    subscript(key: String) -> JSON {
        get {
            guard case .object(let members) = self else { return .null }
            return members.first { $0.key == key }?.value ?? .null
        }
        set {
            var members: [Member] = []
            if case .object(let existing) = self { members = existing }
            if let index = members.firstIndex(where: { $0.key == key }) {
                members[index].value = newValue
            } else {
                members.append(Member(key: key, value: newValue))
            }
            self = .object(members)
        }
    }

    /// Takes `key` out of an object.
    mutating func remove(_ key: String) {
        guard case .object(let members) = self else { return }
        self = .object(members.filter { $0.key != key })
    }

    /// The same shape with null in the place of every value that isn't an object.
    func nulled() -> JSON {
        guard case .object(let members) = self else { return .null }
        return .object(members.map { Member(key: $0.key, value: $0.value.nulled()) })
    }

    /// A string, or null when absent.
    static func optional(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }

    /// An array of strings.
    static func strings(_ texts: [String]) -> JSON { .array(texts.map { .string($0) }) }
}

extension JSON: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    init(nilLiteral: ()) { self = .null }
    init(booleanLiteral value: Bool) { self = .bool(value) }
    init(integerLiteral value: Int) { self = .integer(value) }
    init(floatLiteral value: Double) { self = .number(value) }
    init(stringLiteral value: String) { self = .string(value) }
    init(arrayLiteral elements: JSON...) { self = .array(elements) }
    init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(elements.map { Member(key: $0.0, value: $0.1) })
    }
}
