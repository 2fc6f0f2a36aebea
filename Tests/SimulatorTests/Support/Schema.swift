import Foundation

/// The part of JSON Schema that the vendor's OpenAPI file uses.
struct Schema: Sendable {
    let document: Value

    /// What is wrong with `value`, nothing when it is valid.
    func problems(_ value: Value, _ schema: Value, at path: String = "$") -> [String] {
        guard case .object(let rules) = schema else { return ["\(path): no such schema"] }
        var found: [String] = []
        for (keyword, rule) in rules.sorted(by: { $0.key < $1.key }) {
            switch (keyword, rule) {
            case ("$ref", .string(let reference)): found += problems(value, resolve(reference), at: path)
            case ("type", _): if !hasType(value, rule) { found.append("\(path): is not \(rule)") }
            case ("enum", .array(let allowed)): if !allowed.contains(value) { found.append("\(path): not in enum") }
            case ("const", _): if value != rule { found.append("\(path): not the constant") }
            case ("anyOf", .array(let options)):
                if !options.contains(where: { problems(value, $0).isEmpty }) { found.append("\(path): fits none") }
            case ("pattern", .string(let pattern)): found += match(value, pattern, path)
            case ("minimum", .number(let least)): if number(value) ?? least < least { found.append("\(path): low") }
            case ("maximum", .number(let most)): if number(value) ?? most > most { found.append("\(path): high") }
            case ("required", .array(let keys)): found += missing(value, keys, path)
            case ("properties", .object(let properties)):
                for (key, schema) in properties {
                    if let member = value[key] { found += problems(member, schema, at: "\(path).\(key)") }
                }
            case ("additionalProperties", .bool(false)): found += unknown(value, rules["properties"], path)
            case ("items", _): found += each(value, rule, path)
            default: break
            }
        }
        return found
    }

    private func resolve(_ reference: String) -> Value {
        reference.split(separator: "/").dropFirst().reduce(document) { $0[String($1)] ?? .null }
    }

    private func hasType(_ value: Value, _ type: Value) -> Bool {
        switch (type, value) {
        case (.array(let types), _): types.contains { hasType(value, $0) }
        case (.string("null"), .null), (.string("boolean"), .bool), (.string("number"), .number): true
        case (.string("string"), .string), (.string("array"), .array), (.string("object"), .object): true
        case (.string("integer"), .number(let number)): number == number.rounded()
        default: false
        }
    }

    private func match(_ value: Value, _ pattern: String, _ path: String) -> [String] {
        guard case .string(let text) = value else { return [] }
        return text.range(of: pattern, options: .regularExpression) == nil ? ["\(path): doesn't match"] : []
    }

    private func number(_ value: Value) -> Double? {
        if case .number(let number) = value { number } else { nil }
    }

    private func missing(_ value: Value, _ keys: [Value], _ path: String) -> [String] {
        guard case .object(let members) = value else { return [] }
        return keys.compactMap { key in
            guard case .string(let name) = key, members[name] == nil else { return nil }
            return "\(path): lacks \(name)"
        }
    }

    private func unknown(_ value: Value, _ properties: Value?, _ path: String) -> [String] {
        guard case .object(let members) = value, case .object(let known)? = properties else { return [] }
        return members.keys.filter { known[$0] == nil }.map { "\(path): \($0) isn't in the schema" }
    }

    private func each(_ value: Value, _ schema: Value, _ path: String) -> [String] {
        guard case .array(let elements) = value else { return [] }
        return elements.enumerated().flatMap { problems($0.element, schema, at: "\(path)[\($0.offset)]") }
    }
}
