extension TripwireProfile {
    /// A plausible session that follows from the ID alone: of a hundred IDs, about 80 are a person, 8 a person behind a
    /// VPN, 8 uncertain and 4 a program.
    static func derived(from sessionID: String) -> TripwireProfile {
        var seed = Seed("tripwire " + sessionID)
        let kind = seed.number(below: 100)
        let spread = seed.number(below: 20)
        var profile =
            switch kind {
            case ..<80: human(score: 2 + spread)
            case ..<88: human(score: 15 + spread)
            case ..<96: uncertain(score: 45 + spread)
            default: automated(score: 78 + spread)
            }
        if (80..<88).contains(kind) {
            profile.network.anonymity = ["vpn"]
            profile.network.categories = ["vpn"]
            profile.network.provider = "Example Privacy"
        }
        profile.place = seed.pick(Place.all, or: .denver)
        profile.machine = seed.pick(Machine.all, or: .mac)
        profile.ipv6 = seed.number(below: 3) == 0
        return profile
    }
}
