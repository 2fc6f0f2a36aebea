import CEL
import Providers

/// What was known and doesn't go into the log as it was, as paths in policies' words: who reads a record back has to tell
/// that from what was unknown.
extension PrivacyRules {
    func withheld(of request: DecisionRequest) -> [String] {
        var withheld: [String] = []
        for field in Subject.Field.allCases where request.subject[field.rawValue] != nil {
            if !treatment(of: field.kind).isKeep { withheld.append("\(Subject.recordType.name).\(field.rawValue)") }
        }
        if attributes.isKeep, attributesByName.isEmpty { return withheld }
        for case .string(let name) in request.attributes.entries.map(\.key) {
            if !(attributesByName[name] ?? attributes).isKeep { withheld.append("attributes.\(name)") }
        }
        return withheld
    }

    /// Of a vendor's facts, where all of them are recorded.
    func withheld(of facts: Facts) -> [String] { withheld(of: facts) { !$0.isKeep } }

    /// Of a vendor's facts, where a fixed part of them is recorded, which holds nothing personal, and what has a rule to that
    /// effect.
    func pseudonymized(of facts: Facts) -> [String] {
        vendorFields[facts.provider] == nil ? [] : withheld(of: facts) { !$0.isKeep && !$0.isDrop }
    }

    private func withheld(of facts: Facts, where fits: (Treatment) -> Bool) -> [String] {
        facts.provider.personalFields
            .filter { fits(treatment(of: $0.kind)) && facts.record.value(at: $0.path) != nil }
            .map { "\(facts.provider.rawValue).\($0.path)" }
    }
}

extension PrivacyRules.Treatment {
    fileprivate var isKeep: Bool { if case .keep = self { true } else { false } }
    fileprivate var isDrop: Bool { if case .drop = self { true } else { false } }
}
