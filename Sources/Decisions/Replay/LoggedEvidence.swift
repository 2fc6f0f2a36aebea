import CEL
import Policy
import Providers

/// What a record holds of the evidence, and what it withholds.
package struct LoggedEvidence: Sendable {
    package let evidence: Evidence
    package let shape: Shape

    /// What kinds of things a record withholds. Most records of a log have one of a few.
    package struct Shape: Sendable, Hashable {
        let level: EvidenceLevel
        /// The vendors of whose facts the record holds some.
        let recorded: [ProviderName]
        /// The vendors that gave facts of which the record holds none.
        let unrecorded: [ProviderName]
        /// The attributes that the record says it withholds.
        let withheld: [String]

        package var withholding: Withholding {
            var withholding = Withholding(withheld: Set(withheld + unrecorded.map(\.rawValue)))
            switch level {
            case .full: break
            case .normalized:
                for provider in recorded { withholding.held[provider.rawValue] = provider.evidenceFields }
            case .none: withholding.withheld.formUnion(["subject", "attributes"])
            }
            return withholding
        }
    }
}
