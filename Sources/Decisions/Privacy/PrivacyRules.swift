import CEL
import Providers

/// What of a request's and of the vendors' personal data goes into the decision log. The caller's answer holds none of it
/// in any case.
package struct PrivacyRules: Sendable {
    package enum Rule: String, Sendable, CaseIterable {
        /// As it is.
        case keep
        /// A pseudonym, as ``Pseudonyms`` makes it.
        case hmac
        /// Not at all.
        case drop
    }

    /// A rule asks for pseudonyms, and there is no key to make them with. Nothing may be logged then: it would be either
    /// unmasked or less than the operator has asked for.
    package struct MissingKey: Error {}

    /// A rule with what it needs, so that none can fail while a record is written.
    enum Treatment: Sendable {
        case keep
        case hmac(Pseudonyms)
        case drop

        init(_ rule: Rule, _ pseudonyms: Pseudonyms?) throws(MissingKey) {
            switch (rule, pseudonyms) {
            case (.keep, _): self = .keep
            case (.drop, _): self = .drop
            case (.hmac, let pseudonyms?): self = .hmac(pseudonyms)
            case (.hmac, nil): throw MissingKey()
            }
        }
    }

    private let treatments: [PersonalData: Treatment]
    let attributes: Treatment
    let attributesByName: [String: Treatment]
    /// The paths of the vendors' personal fields that are recorded, masked or not. Empty by default: what is recorded of an
    /// answer then was encoded when it came.
    let vendorFields: [ProviderName: [String]]

    /// - Parameters:
    ///   - rules: what has none is dropped.
    ///   - attributes: for the caller's own facts,
    ///   - attributesByName: but for these.
    ///   - pseudonyms: what `hmac` needs.
    /// - Throws: ``MissingKey``.
    package init(
        rules: [PersonalData: Rule], attributes: Rule = .drop, attributesByName: [String: Rule] = [:],
        pseudonyms: Pseudonyms? = nil
    ) throws(MissingKey) {
        var treatments: [PersonalData: Treatment] = [:]
        for (kind, rule) in rules { treatments[kind] = try Treatment(rule, pseudonyms) }
        self.treatments = treatments
        self.attributes = try Treatment(attributes, pseudonyms)
        var byName: [String: Treatment] = [:]
        for (name, rule) in attributesByName { byName[name] = try Treatment(rule, pseudonyms) }
        self.attributesByName = byName
        var vendorFields: [ProviderName: [String]] = [:]
        for provider in ProviderName.allCases {
            let fields = provider.personalFields.filter { rules[$0.kind, default: .drop] != .drop }
            if !fields.isEmpty { vendorFields[provider] = fields.map(\.path) }
        }
        self.vendorFields = vendorFields
    }

    /// No personal data at all.
    package static let nothing = PrivacyRules()

    private init() {
        (treatments, attributes, attributesByName, vendorFields) = ([:], .drop, [:], [:])
    }

    func treatment(of kind: PersonalData) -> Treatment { treatments[kind] ?? .drop }
}
