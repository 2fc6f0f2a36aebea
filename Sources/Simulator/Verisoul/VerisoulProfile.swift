/// What tells one simulated Verisoul session from another. Starts as a clean visitor on a home connection.
struct VerisoulProfile: Sendable {
    /// The keys of `risk_signals` that are true; the score of each is then high.
    var risks: Set<String> = []
    /// Scores that aren't what `risks` says, by key.
    var scores: [String: Double] = [:]
    var connectionType = "isp"
    var serviceProvider = "Example Broadband"
    /// The country behind a proxy; that of `place` when nil.
    var trueCountryCode: String?
    var accountIDs = ["example-account-1"]
    /// Whether the visitor moved, clicked and typed.
    var active = true
    var place = Place.denver
    var machine = Machine.mac
    var ipv6 = false
    /// Changes the finished answer, for those that aren't what the schema says.
    var edit: @Sendable (inout JSON) -> Void = { _ in }

    /// The keys of `risk_signals`, in the vendor's order. All but `spoofed_ip` have a score too.
    static let signals = [
        "device_risk", "proxy", "vpn", "tor", "spoofed_ip", "datacenter", "recent_fraud_ip", "impossible_travel",
        "device_network_mismatch", "location_spoofing",
    ]

    /// A visitor of whom the vendor reports `risks`.
    static func reporting(_ risks: String...) -> VerisoulProfile {
        VerisoulProfile(risks: Set(risks))
    }

    /// The same session, changed.
    func with(_ change: (inout VerisoulProfile) -> Void) -> VerisoulProfile {
        var copy = self
        change(&copy)
        return copy
    }
}
