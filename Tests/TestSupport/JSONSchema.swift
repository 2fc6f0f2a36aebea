import Foundation

/// The part of JSON Schema that OpenAPI documents here use: the vendor's and our own.
package struct JSONSchema: Sendable {
    /// What references are resolved in.
    private let document: JSONTree
    /// Whether a member that an object's schema doesn't name is a problem also where the schema allows it.
    private let isClosed: Bool

    package init(document: JSONTree, isClosed: Bool = false) {
        self.document = document
        self.isClosed = isClosed
    }

    /// What is wrong with `value`, nothing when it is valid.
    package func problems(_ value: JSONTree, _ schema: JSONTree, at path: String = "$") -> [String] {
        var found = check(value, schema, path)
        if isClosed { found += unknown(value, known(schema), path) }
        return found
    }

    /// What a `$ref` refers to.
    package func resolve(_ reference: String) -> JSONTree {
        reference.split(separator: "/").dropFirst().reduce(document) { $0[String($1)] ?? .null }
    }

    private func check(_ value: JSONTree, _ schema: JSONTree, _ path: String) -> [String] {
        guard case .object(let rules) = schema else { return ["\(path): no such schema"] }
        var found: [String] = []
        for (keyword, rule) in rules.sorted(by: { $0.key < $1.key }) {
            switch (keyword, rule) {
            case ("$ref", .string(let reference)): found += check(value, resolve(reference), path)
            case ("allOf", .array(let parts)): found += parts.flatMap { check(value, $0, path) }
            case ("anyOf", .array(let options)):
                if !options.contains(where: { check(value, $0, path).isEmpty }) { found.append("\(path): fits none") }
            case ("oneOf", .array(let options)):
                let fitting = options.filter { check(value, $0, path).isEmpty }.count
                if fitting != 1 { found.append("\(path): fits \(fitting) instead of one") }
            case ("properties", .object(let properties)):
                for (key, schema) in properties {
                    if let member = value[key] { found += problems(member, schema, at: "\(path).\(key)") }
                }
            case ("additionalProperties", .bool(false)): found += unknown(value, rules["properties"]?.members, path)
            case ("additionalProperties", .object):
                for (key, member) in value.members where rules["properties"]?[key] == nil {
                    found += problems(member, rule, at: "\(path).\(key)")
                }
            case ("required", .array(let keys)): found += missing(value, keys, path)
            case ("items", _):
                for (index, element) in value.elements.enumerated() {
                    found += problems(element, rule, at: "\(path)[\(index)]")
                }
            default:
                if let problem = misfit(value, keyword, rule) { found.append("\(path): \(problem)") }
            }
        }
        return found
    }

    /// What is wrong with a value by itself.
    private func misfit(_ value: JSONTree, _ keyword: String, _ rule: JSONTree) -> String? {
        switch (keyword, rule, value) {
        case ("type", _, _): hasType(value, rule) ? nil : "is not \(rule.json)"
        case ("enum", .array(let allowed), _): allowed.contains(value) ? nil : "\(value.json) is not in the enum"
        case ("const", _, _): value == rule ? nil : "is not \(rule.json)"
        case ("pattern", .string(let pattern), .string(let text)):
            text.range(of: pattern, options: .regularExpression) == nil ? "doesn't match \(pattern)" : nil
        case ("minimum", .number(let least), .number(let number)): number < least ? "is below \(least)" : nil
        case ("maximum", .number(let most), .number(let number)): number > most ? "is above \(most)" : nil
        case ("minLength", .number(let least), .string(let text)):
            Double(text.unicodeScalars.count) < least ? "is shorter than \(least)" : nil
        case ("maxLength", .number(let most), .string(let text)):
            Double(text.unicodeScalars.count) > most ? "is longer than \(most)" : nil
        case ("minItems", .number(let least), .array(let items)): Double(items.count) < least ? "has few items" : nil
        case ("maxItems", .number(let most), .array(let items)): Double(items.count) > most ? "has many items" : nil
        case ("minProperties", .number(let least), .object(let members)):
            Double(members.count) < least ? "has few members" : nil
        default: nil
        }
    }

    private func hasType(_ value: JSONTree, _ type: JSONTree) -> Bool {
        switch (type, value) {
        case (.array(let types), _): types.contains { hasType(value, $0) }
        case (.string("null"), .null), (.string("boolean"), .bool), (.string("number"), .number): true
        case (.string("string"), .string), (.string("array"), .array), (.string("object"), .object): true
        case (.string("integer"), .number(let number)): number == number.rounded()
        default: false
        }
    }

    private func missing(_ value: JSONTree, _ keys: [JSONTree], _ path: String) -> [String] {
        guard case .object(let members) = value else { return [] }
        return keys.compactMap(\.text).filter { members[$0] == nil }.map { "\(path): lacks \($0)" }
    }

    /// The members that a schema names, those of its parts included; nil if it names none, or takes any.
    private func known(_ schema: JSONTree) -> [String: JSONTree]? {
        if let reference = schema["$ref"]?.text { return known(resolve(reference)) }
        if let others = schema["additionalProperties"], others != .bool(false) { return nil }
        let parts = [schema["allOf"], schema["anyOf"], schema["oneOf"]].flatMap { $0?.elements ?? [] }
        let all = [schema["properties"]?.members] + parts.map(known)
        return all.compactMap { $0 }.reduce(nil) { ($0 ?? [:]).merging($1) { $1 } }
    }

    private func unknown(_ value: JSONTree, _ known: [String: JSONTree]?, _ path: String) -> [String] {
        guard case .object(let members) = value, let known else { return [] }
        return members.keys.filter { known[$0] == nil }.sorted().map { "\(path): \($0) isn't in the schema" }
    }
}
