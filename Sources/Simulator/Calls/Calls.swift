/// How many calls a simulator has received since its start or its last reset. Every request to a vendor's endpoint
/// counts, also a refused one and one that is never answered.
package struct Calls: Sendable, Codable, Equatable {
    /// The calls of `GET /v1/sessions/{id}`.
    package var tripwire = VendorCalls()
    /// The calls of `GET /session/{id}`.
    package var verisoul = VendorCalls()

    /// No calls.
    package init() {}

    /// The counts of one vendor.
    package subscript(vendor: Vendor) -> VendorCalls {
        get {
            switch vendor {
            case .tripwire: tripwire
            case .verisoul: verisoul
            }
        }
        set {
            switch vendor {
            case .tripwire: tripwire = newValue
            case .verisoul: verisoul = newValue
            }
        }
    }
}
