/// How much of what a decision rests on its record holds, besides the decision itself: `log.evidence`.
package enum EvidenceLevel: String, Sendable, CaseIterable {
    /// The caller's fields, and of each vendor's the ones that ``ProviderName/evidenceFields`` names.
    case normalized
    /// The caller's fields, and of each vendor's all that policies can read.
    case full
    /// Nothing.
    case none

    /// In `data.evidence`.
    static let key = "level"
    /// Attributes that were known and aren't in the record as they were, in `data.evidence`.
    static let withheldKey = "withheld"
}
