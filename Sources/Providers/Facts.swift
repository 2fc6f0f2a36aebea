import CEL
import Curl

/// What one vendor knows of one session. A class, since it is handed on for every decision from the cache, and never
/// changes.
package final class Facts: Sendable, Discreet {
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
    /// needs, without addresses, user agents, accounts and places finer than a country. Nil for more than it should bear.
    package let evidenceJSON: [UInt8]?
    /// Where the answer was not as the vendor's schema says, as `path: kind`; a bounded list.
    package let drift: [String]
    /// What the facts hold in memory, estimated.
    package let memoryBytes: Int
    /// The signals of these facts alone, ready for decisions that rest on no others.
    let merged: Record
    /// The same as JSON.
    let mergedJSON: [UInt8]

    init(
        provider: ProviderName, record: Record, signals: SignalReadings, finality: Finality?, requestID: String?,
        evidenceJSON: [UInt8]?, drift: [String], memoryBytes: Int
    ) {
        self.provider = provider
        self.record = record
        self.signals = signals
        self.finality = finality
        self.requestID = requestID
        self.evidenceJSON = evidenceJSON
        self.drift = drift
        self.memoryBytes = memoryBytes
        self.merged = Signals.merge([signals])
        self.mergedJSON = Signals.encode(merged)
    }
}

extension Facts {
    /// What ``evidenceJSON`` holds and these fields of the record besides, after `mask`, as JSON.
    package func evidenceJSON(with fields: [String], mask: (Record) -> Record) -> [UInt8]? {
        VendorJSON.encode(mask(record.keeping(provider.evidenceFields + fields)))
    }

    /// Whether the vendor may soon say otherwise: a preliminary `automated` is as good as a final one.
    var isProvisional: Bool { finality == .preliminary && signals[.automationAutomated] != .bool(true) }
}

extension ProviderName {
    /// Reads the body of a good answer as the vendor's API sends it, without regard to the session that it is about;
    /// nil if it can't be one.
    package func facts(in body: [UInt8]) -> Facts? {
        switch self {
        case .tripwire: Tripwire.facts(in: body)
        case .verisoul: Verisoul.facts(in: body)
        }
    }

    /// The fields that go to the decision log in any case: no address, user agent, account, or place finer than a country.
    ///
    /// Whoever reads a record back takes what isn't there of these for unknown. So a field that comes to them later would be
    /// read as unknown from older records: `log.evidence`'s `normalized` then needs another name in the records.
    package var evidenceFields: [String] {
        switch self {
        case .tripwire: Tripwire.evidenceFields
        case .verisoul: Verisoul.evidenceFields
        }
    }

    /// The declared fields of the vendor's answer, under which policies read it.
    package var recordType: RecordType {
        switch self {
        case .tripwire: TripwireSchema.session
        case .verisoul: VerisoulSchema.session
        }
    }
}
