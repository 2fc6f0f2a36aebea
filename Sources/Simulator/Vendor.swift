/// The two vendors whose APIs are simulated.
package enum Vendor: String, Sendable, CaseIterable {
    case tripwire
    case verisoul
}
