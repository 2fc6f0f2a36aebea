/// What tells one simulated Tripwire session from another; everything else is the same plausible visitor.
///
/// Starts as a human on a home connection whose decision is final.
struct TripwireProfile: Sendable {
    var status = "human"
    var score = 8
    var phase: String? = "behavioral"
    var finality = "final"
    var network = TripwireNetwork()
    /// Levels of `runtime_integrity` that aren't `clean`, by key.
    var integrity: [String: String] = [:]
    var signals: [TripwireSignal] = []
    /// The attribution's labels: kind, value, label, confidence.
    var labels: [(kind: String, value: String, label: String, confidence: Int)] = []
    /// The domain whose bot signature was verified, if any.
    var verifiedBotDomain: String?
    /// An app instead of a browser, with the sections that only apps have.
    var app: TripwireApp?
    var place = Place.denver
    var machine = Machine.mac
    var ipv6 = false
    /// Changes the finished answer, for those that aren't what the schema says.
    var edit: @Sendable (inout JSON) -> Void = { _ in }

    /// A person.
    static func human(score: Int = 8, finality: String = "final") -> TripwireProfile {
        TripwireProfile(score: score, finality: finality)
    }

    /// Neither clearly a person nor clearly a program.
    static func uncertain(score: Int = 55, finality: String = "final") -> TripwireProfile {
        TripwireProfile(
            status: "uncertain", score: score, finality: finality,
            signals: [TripwireSignal("headless_rendering_hint", "Headless rendering hint", "moderate", score)])
    }

    /// A program that drives a browser.
    static func automated(score: Int = 94, finality: String = "final") -> TripwireProfile {
        TripwireProfile(
            status: "automated", score: score, finality: finality,
            signals: [
                TripwireSignal("webdriver_detected", "WebDriver detected", "definitive", 100),
                TripwireSignal("synthetic_pointer_path", "Synthetic pointer path", "strong", 82),
            ],
            labels: [
                ("actor", "automation", "Automation", 96), ("tool", "selenium", "Selenium", 88),
            ])
    }

    /// The same session, changed.
    func with(_ change: (inout TripwireProfile) -> Void) -> TripwireProfile {
        var copy = self
        change(&copy)
        return copy
    }
}
