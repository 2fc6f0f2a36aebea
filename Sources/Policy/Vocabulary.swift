import CEL

/// What policies may speak of. The caller knows the vendors; this module doesn't.
package struct Vocabulary: Sendable {
    /// The root names of conditions, with their types. `lists` is added from each document.
    package let variables: [Variable]
    /// The vendors that `unavailable` may name.
    package let providers: [String]
    /// Why a vendor that was asked gave no facts, as `unavailable` may name it; `ok` isn't among them.
    package let causes: [String]
    /// The vendors that could deliver an attribute such as `signals.network.vpn`; none for what the caller supplies.
    package let suppliers: @Sendable (_ attribute: String) -> [String]
    /// The parts of a way to an attribute, the attribute included, that vendors may leave out of a good answer; none if at
    /// least one vendor that could tell it has to.
    package let optionalParts: @Sendable (_ attribute: String) -> [String]
    /// What is known of every session that comes without a vendor's, the other vendors having answered.
    package let evidenceWithout: @Sendable (_ provider: String) -> [(name: String, value: Value)]

    /// The root names of what the caller sent, which may be personal data.
    package let callers: [String]

    package init(
        variables: [Variable], callers: [String], providers: [String], causes: [String],
        suppliers: @escaping @Sendable (_ attribute: String) -> [String],
        optionalParts: @escaping @Sendable (_ attribute: String) -> [String],
        evidenceWithout: @escaping @Sendable (_ provider: String) -> [(name: String, value: Value)]
    ) {
        self.evidenceWithout = evidenceWithout
        self.variables = variables
        self.callers = callers
        self.providers = providers
        self.causes = causes
        self.suppliers = suppliers
        self.optionalParts = optionalParts
    }

    /// Whether an attribute such as `subject.email` is of what the caller sent.
    func isCallers(_ attribute: String) -> Bool {
        callers.contains { attribute == $0 || attribute.hasPrefix($0 + ".") || attribute.hasPrefix($0 + "[") }
    }
}
