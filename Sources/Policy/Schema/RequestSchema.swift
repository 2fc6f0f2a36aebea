import CEL

/// What a policy wants to be told by the caller: which fields of `subject` have to be there, and which attributes there
/// are, of which types.
struct RequestSchema: Sendable {
    struct Attribute: Sendable {
        let name: String
        let type: AttributeType
        let isRequired: Bool
        let constraint: RecordType.Constraint?
    }

    static let subjectVariable = "subject"
    static let attributesVariable = "attributes"

    let requiredSubject: [String]
    /// Nil if the attributes are whatever the caller sends.
    private let attributes: [Attribute]?
    private let type: RecordType?
    private let byName: [String: Int]

    init(requiredSubject: [String], attributes: [Attribute]?) {
        self.requiredSubject = requiredSubject
        self.attributes = attributes
        type = attributes.map { attributes in
            RecordType(
                Self.attributesVariable, attributes.map { RecordType.Field($0.name, $0.type.type, $0.constraint) })
        }
        byName = Dictionary(
            (attributes ?? []).enumerated().map { ($0.element.name, $0.offset) },
            uniquingKeysWith: { first, _ in first })
    }

    /// The variable `attributes` with the fields' types; nil if they may be anything.
    var variable: Variable? { type.map { Variable(Self.attributesVariable, .record($0)) } }

    /// The attributes with their types. What doesn't fit is left out, and so unknown.
    func record(of map: MapValue) -> Record? {
        guard let type, let attributes else { return nil }
        var record = Record(type)
        for (slot, attribute) in attributes.enumerated() {
            guard let json = map[attribute.name], let value = attribute.type.value(of: json), attribute.allows(value)
            else { continue }
            record[slot: slot] = value
        }
        return record
    }

    /// The first thing in a request that doesn't fit, or nil.
    func misfit(subject: Record, attributes map: MapValue) -> RequestMisfit? {
        for field in requiredSubject where subject[field] == nil {
            return .init(.missing, [Self.subjectVariable, field], "The policy for this event needs it.")
        }
        guard let attributes else { return nil }
        for entry in map.entries {
            guard case .string(let name) = entry.key else { continue }
            let path = [Self.attributesVariable, name]
            guard let slot = byName[name] else {
                let known = attributes.map(\.name).joined(separator: ", ")
                return .init(.unknown, path, "The policy for this event has no such attribute, only: \(known).")
            }
            // As for the subject: null is as good as nothing.
            if case .null = entry.value { continue }
            let attribute = attributes[slot]
            guard let value = attribute.type.value(of: entry.value), attribute.allows(value) else {
                return .init(.invalid, path, "Has to be \(attribute.form).")
            }
        }
        for attribute in attributes where attribute.isRequired {
            if case .some(let value) = map[attribute.name], value.type != .null { continue }
            return .init(.missing, [Self.attributesVariable, attribute.name], "Has to be there: \(attribute.form).")
        }
        return nil
    }
}

extension RequestSchema.Attribute {
    func allows(_ value: Value) -> Bool {
        switch (constraint, value) {
        case (.oneOf(let allowed)?, .string(let text)): allowed.contains(text)
        case (.range(let range)?, .int(let number)): range.contains(Double(number))
        case (.range(let range)?, .double(let number)): range.contains(number)
        default: true
        }
    }

    /// For people.
    var form: String { constraint?.form(of: type.description) ?? type.description }
}

/// What in a request doesn't fit a policy's schema. Names fields and types, never a value.
package struct RequestMisfit: Sendable, Equatable {
    package enum Kind: Sendable {
        case missing
        case unknown
        case invalid
    }

    package let kind: Kind
    /// The names on the way to it, from the request's root.
    package let path: [String]
    /// A sentence for the developer who reads it.
    package let detail: String

    init(_ kind: Kind, _ path: [String], _ detail: String) {
        self.kind = kind
        self.path = path
        self.detail = detail
    }
}
