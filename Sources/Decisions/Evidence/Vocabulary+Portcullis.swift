import CEL
import Policy
import Providers
import Upstream

extension Vocabulary {
    /// What policies may read: the names, their types, and who could have delivered them.
    package static let portcullis = Vocabulary(
        variables: [
            .init("signals", .record(Signals.recordType)),
            .init("tripwire", .record(ProviderName.tripwire.recordType)),
            .init("verisoul", .record(ProviderName.verisoul.recordType)),
            .init("providers", .record(ProviderStatus.providersType)),
            .init("subject", .record(Subject.recordType)),
            .init("attributes", .map(.string, .dyn), isOpenEvidence: true),
            .init("now", .timestamp),
        ],
        callers: ["subject", "attributes"],
        providers: ProviderName.allCases.map(\.rawValue),
        causes: Cause.allCases.filter { $0 != .ok }.map(\.rawValue),
        suppliers: { Suppliers.of($0).map(\.rawValue) },
        optionalParts: { OptionalFacts.parts(of: $0) },
        evidenceWithout: { provider in [("providers", .record(ProviderStatus.record(without: provider)))] })
}
