/// Verisoul's sample sessions. The numbers are Tripwire's where the scenario is the same.
enum VerisoulCatalogue {
    static let all = visitors + networks + devices + refusals + failures + oddAnswers + connections

    /// 101 to 199: who signs up.
    private static let visitors = [
        scenario(101, "clean", "A clean visitor on a home connection", .allow),
        scenario(108, "no-events", "A visitor without a single mouse, touch or key event", .allow) {
            $0.active = false
        },
        scenario(109, "several-accounts", "A session linked to four accounts", .allow) {
            $0.accountIDs = (1...4).map { "example-account-\($0)" }
        },
        scenario(110, "all-signals", "All ten risk signals at once", .block) {
            $0.risks = Set(VerisoulProfile.signals)
            $0.connectionType = "hosting"
            $0.trueCountryCode = "CA"
        },
        scenario(111, "app", "A clean visitor on an iPhone", .allow) { $0.machine = .iPhone },
    ]

    /// 201 to 299: how the visitor is connected.
    private static let networks = [
        scenario(201, "vpn", "A visitor behind a VPN, really in Canada", .review) {
            $0.risks = ["vpn"]
            $0.trueCountryCode = "CA"
            $0.serviceProvider = "Example Privacy"
        },
        scenario(202, "proxy", "A visitor behind a proxy", .review) { $0.risks = ["proxy"] },
        scenario(204, "tor", "A Tor exit", .review) { $0.risks = ["tor"] },
        scenario(205, "datacenter", "An address of a data centre", .review) {
            $0.risks = ["datacenter"]
            $0.connectionType = "datacenter"
            $0.serviceProvider = "Example Hosting"
        },
        scenario(206, "relay", "A privacy relay", .allow) { $0.connectionType = "private_relay" },
        scenario(207, "spoofed-ip", "A spoofed address", .review) { $0.risks = ["spoofed_ip"] },
        scenario(208, "recent-fraud-ip", "An address of recent fraud", .review) { $0.risks = ["recent_fraud_ip"] },
        scenario(210, "ipv6", "A clean visitor with an IPv6 address, in Germany", .allow) {
            $0.ipv6 = true
            $0.place = .leipzig
        },
    ]

    /// 301 to 399: where the device isn't what it says.
    private static let devices = [
        scenario(305, "device-risk", "A device at high risk: 0.93", .review) { $0.risks = ["device_risk"] },
        scenario(306, "impossible-travel", "Two places too far apart for the time between", .review) {
            $0.risks = ["impossible_travel"]
        },
        scenario(307, "device-network-mismatch", "A device that doesn't fit its network", .review) {
            $0.risks = ["device_network_mismatch"]
        },
        scenario(308, "location-spoofing", "A spoofed location", .review) { $0.risks = ["location_spoofing"] },
    ]

    /// 400 to 499: the vendor refuses. The number is the status, but for 404: this vendor answers 400.
    private static let refusals = [
        answering(400, "bad-request", "400 for another reason than the session", "rejected", VerisoulError.badRequest),
        answering(401, "unauthorized", "401, not JSON", "unauthorized", VerisoulError.unauthorized),
        answering(403, "forbidden", "403, not JSON", "unauthorized", VerisoulError.forbidden),
        answering(404, "not-found", "No such session: 400 with that message", "not_found", VerisoulError.notFound),
        Scenario(
            .verisoul, 429, "rate-limited-once", "429 with `Retry-After: 1`, then clean", [.allow],
            [VerisoulError.rateLimited.retryAfter(1), .verisoul(VerisoulProfile())]),
        answering(
            430, "rate-limited-long", "Always 429 with `Retry-After: 3600`", "rate_limited",
            VerisoulError.rateLimited.retryAfter(3600)),
        answering(
            431, "rate-limited", "Always 429 without `Retry-After`", "rate_limited", VerisoulError.rateLimited),
    ]

    /// 500 to 599: the vendor fails.
    private static let failures = [
        answering(500, "server-error", "Always 500 with an HTML page", "server_error", .html(500, "Server Error")),
        answering(502, "bad-gateway", "Always 502 with an HTML page", "server_error", .html(502, "Bad Gateway")),
        Scenario(
            .verisoul, 503, "down-once", "503, then clean", [.allow],
            [VerisoulError.unavailable, .verisoul(VerisoulProfile())]),
        Scenario(
            .verisoul, 523, "down-twice", "503 twice, then clean", [.degraded("server_error"), .allow],
            [VerisoulError.unavailable, VerisoulError.unavailable, .verisoul(VerisoulProfile())]),
    ]

    static func scenario(
        _ number: Int, _ name: String, _ summary: String, _ expected: Expectation,
        _ change: (inout VerisoulProfile) -> Void = { _ in }
    ) -> Scenario {
        Scenario(.verisoul, number, name, summary, [expected], [.verisoul(VerisoulProfile().with(change))])
    }

    static func answering(
        _ number: Int, _ name: String, _ summary: String, _ cause: String, _ answer: Answer
    ) -> Scenario {
        Scenario(.verisoul, number, name, summary, [.degraded(cause)], [answer])
    }
}
