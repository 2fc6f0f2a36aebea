import Simulator

/// The simulator's sample sessions, as a terminal shows them.
enum Samples {
    /// One line a sample session: its id, what the sample policy decides, and what it simulates.
    static func list() -> [String] {
        Vendor.allCases.flatMap { vendor in
            [vendor == .tripwire ? "Tripwire:" : "Verisoul:"]
                + Catalogue.scenarios(of: vendor).map { scenario in
                    let decision = Catalogue.words(scenario.expected).filter { $0 != "`" }
                    return "  \(scenario.id)  \(decision): \(scenario.summary)"
                }
        }
    }

    /// A few calls to begin with.
    static func lines(_ call: (String) -> String) -> [String] {
        let tripwire = Catalogue.scenarios(of: .tripwire).prefix(3).map(\.id)
        let verisoul = Catalogue.scenarios(of: .verisoul).prefix(2).map(\.id)
        var bodies = (tripwire + verisoul).map { "{\"session_id\": \"\($0)\"}" }
        if let first = tripwire.first, let second = verisoul.first {
            bodies.append("{\"sessions\": {\"tripwire\": \"\(first)\", \"verisoul\": \"\(second)\"}}")
        }
        return bodies.map(call)
    }
}
