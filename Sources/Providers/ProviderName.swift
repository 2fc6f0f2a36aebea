import CEL

/// The vendors that Portcullis knows. The raw values are the names in configuration, requests, decisions and policies.
package enum ProviderName: String, Sendable, CaseIterable {
    case tripwire
    case verisoul
}

extension ProviderName {
    /// What a record of the vendor's fields tells of the signals.
    func signals(_ record: Record) -> SignalReadings {
        switch self {
        case .tripwire: TripwireMapping.signals(record)
        case .verisoul: VerisoulMapping.signals(record)
        }
    }
}
