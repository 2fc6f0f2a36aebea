extension VerisoulProfile {
    /// A plausible session that follows from the ID alone: of a hundred IDs, about 80 are clean, 8 behind a VPN, 8 at
    /// some device risk and 4 of a risky device in a data centre.
    static func derived(from sessionID: String) -> VerisoulProfile {
        var seed = Seed("verisoul " + sessionID)
        var profile = VerisoulProfile()
        switch seed.number(below: 100) {
        case ..<80: break
        case ..<88: profile.risks = ["vpn"]
        case ..<96: profile.scores = ["device_risk": 0.45 + Double(seed.number(below: 2000)) / 10_000]
        default:
            profile.risks = ["device_risk", "datacenter"]
            profile.connectionType = "hosting"
            profile.active = false
        }
        profile.place = seed.pick(Place.all, or: .denver)
        profile.machine = seed.pick(Machine.all, or: .mac)
        profile.ipv6 = seed.number(below: 3) == 0
        profile.accountIDs = ["example-account-\(1 + seed.number(below: 1000))"]
        return profile
    }
}
