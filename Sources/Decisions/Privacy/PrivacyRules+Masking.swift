import CEL
import Providers

extension PrivacyRules {
    /// The subject as the log may know it.
    func masked(subject: Record) -> Record {
        var masked = Record(subject.type)
        for field in Subject.Field.allCases {
            guard let value = subject[field.rawValue] else { continue }
            masked[field.rawValue] = treatment(of: field.kind).apply(to: value, field: field.rawValue)
        }
        return masked
    }

    /// The caller's own facts as the log may know them. Their names stay: they are the backend's, not a person's.
    func masked(attributes: MapValue) -> MapValue {
        if case .keep = self.attributes, attributesByName.isEmpty { return attributes }
        var masked = MapValue()
        for entry in attributes.entries {
            guard case .string(let name) = entry.key else { continue }
            let treatment = attributesByName[name] ?? self.attributes
            guard let value = treatment.apply(to: entry.value, field: "attributes.\(name)") else { continue }
            // Never refused: the keys are those of a map.
            _ = masked.append(.init(key: entry.key, value: value))
        }
        return masked
    }

    /// A vendor's facts as the log may know them.
    func masked(facts: Record, of provider: ProviderName) -> Record {
        provider.personalFields.reduce(facts) { record, field in
            let treatment = treatment(of: field.kind)
            return record.replacing(field.path) { treatment.apply(to: $0, field: field.kind.rawValue) }
        }
    }

    /// The part of a vendor's facts that is recorded: what all decisions rest on, and the personal fields that have a rule to
    /// that effect.
    func evidenceJSON(of facts: Facts) -> [UInt8]? {
        guard let fields = vendorFields[facts.provider] else { return facts.evidenceJSON }
        return facts.evidenceJSON(with: fields) { masked(facts: $0, of: facts.provider) }
    }
}

extension PrivacyRules.Treatment {
    /// - Returns: nil if nothing of the value is recorded.
    func apply(to value: Value, field: String) -> Value? {
        switch self {
        case .keep: value
        case .hmac(let pseudonyms): Self.pseudonyms(of: value, field, pseudonyms)
        case .drop: nil
        }
    }

    /// An object is dropped: the names in it could tell as much as the values.
    private static func pseudonyms(of value: Value, _ field: String, _ pseudonyms: Pseudonyms) -> Value? {
        let text: String
        switch value {
        case .null: return .null
        case .string(let string): text = string
        case .int(let number): text = String(number)
        case .uint(let number): text = String(number)
        case .double(let number): text = number.description
        case .bool(let flag): text = String(flag)
        case .list(let values): return .list(values.compactMap { Self.pseudonyms(of: $0, field, pseudonyms) })
        default: return nil
        }
        return .string(pseudonyms.pseudonym(of: text, field: field))
    }
}
