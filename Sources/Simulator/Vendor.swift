/// The two vendors whose APIs are simulated.
package enum Vendor: String, Sendable, CaseIterable {
    /// Tripwire, renamed Foil in May 2026: IDs `sid_…`.
    case tripwire
    /// Verisoul: IDs are UUIDs.
    case verisoul
}
