import CEL

/// What one vendor knows of one session.
package struct Facts: Sendable {
    package enum Finality: String, Sendable {
        /// The vendor may change its mind as more data arrives.
        case preliminary
        case final
    }

    package let provider: ProviderName
    /// The vendor's own fields, of the type that ``ProviderName/recordType`` declares.
    package let record: Record
    /// The same in the vocabulary that all vendors share.
    package let signals: SignalReadings
    /// Nil where the vendor has no such notion.
    package let finality: Finality?
    /// The vendor's id of the request that brought the facts, for its support.
    package let requestID: String?
    /// The part of the record that goes to the decision log, as JSON: what a policy usually reads and a later replay
    /// needs, without addresses, user agents, accounts and places finer than a country.
    package let evidenceJSON: [UInt8]
    /// Where the answer was not as the vendor's schema says, as `path: kind`; a bounded list.
    package let drift: [String]
}

extension ProviderName {
    /// The declared fields of the vendor's answer, under which policies read it.
    package var recordType: RecordType {
        switch self {
        case .tripwire: TripwireSchema.session
        case .verisoul: VerisoulSchema.session
        }
    }
}
