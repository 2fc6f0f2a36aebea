/// Tripwire's sample sessions.
enum TripwireCatalogue {
    static let all = visitors + networks + runtimes + refusals + failures + oddAnswers + connections

    /// 101 to 199: who or what signs up.
    private static let visitors = [
        scenario(101, "clean", "A person on a home connection", [.allow], .human()),
        scenario(102, "uncertain", "Neither clearly a person nor a program: score 55", [.review], .uncertain()),
        scenario(103, "bot", "A program, by definitive signals, final: score 94", [.block], .automated()),
        scenario(
            104, "bot-preliminary", "The same, preliminary", [.block], .automated(finality: "preliminary")),
        scenario(
            105, "verified-bot", "A bot that signs its requests (Web Bot Auth)", [.block],
            .automated(score: 88).with { $0.verifiedBotDomain = "bot.example.com" }),
        Scenario(
            .tripwire, 106, "preliminary-final", "Preliminary and uncertain first, then final and a person",
            [.review, .allow],
            [
                .tripwire(.uncertain(score: 47, finality: "preliminary").with { $0.phase = "snapshot" }),
                .tripwire(.human(score: 12)),
            ]),
        scenario(
            107, "preliminary-human", "A person, preliminary: the weak case", [.allow],
            .human(score: 18, finality: "preliminary").with { $0.phase = "snapshot" }),
        scenario(
            111, "app", "A person in an iPhone app, with the native sections", [.allow],
            .human(score: 4).with {
                $0.app = .ios
                $0.machine = .iPhone
            }),
        scenario(
            112, "border", "A score of 40, the first that isn't allowed", [.review], .uncertain(score: 40)),
        scenario(113, "high-border", "A score of 70, the first that is blocked", [.block], .automated(score: 70)),
    ]

    /// 201 to 299: how the visitor is connected.
    private static let networks = [
        network(201, "vpn", "A person behind a VPN", ["vpn"]),
        network(202, "proxy", "A person behind a proxy", ["proxy"]),
        network(203, "residential-proxy", "Traffic through somebody's home connection", ["residential_proxy"]),
        network(204, "tor", "A Tor exit", ["tor"]),
        network(205, "datacenter", "An address of a hosting provider", ["hosting"]),
        network(206, "relay", "A privacy relay", ["relay"], expected: .allow),
        scenario(
            209, "network-pending", "A network not yet looked at: the anonymity flags mean nothing", [.review],
            .human(finality: "preliminary").with { $0.network.status = "pending" }),
        scenario(
            210, "ipv6", "A person with an IPv6 address, in Germany", [.allow],
            .human(score: 3).with {
                $0.ipv6 = true
                $0.place = .leipzig
            }),
    ]

    /// 301 to 399: where the client isn't what it says.
    private static let runtimes = [
        runtime(301, "tampering", "A runtime that was tampered with"),
        runtime(302, "identity-spoofing", "A client that poses as another", key: "identity_spoofing"),
        scenario(
            303, "emulator", "An app in an Android emulator", [.review],
            .human(score: 34).with {
                $0.app = .emulator
                $0.machine = .android
                $0.integrity = ["emulation": "high_risk", "virtualization": "high_risk"]
            }),
        runtime(304, "replay", "A recorded session played again"),
    ]

    /// 400 to 499: the vendor refuses. The number is the status.
    private static let refusals = [
        refusal(401, "unauthorized", "The key isn't known: 401", "unauthorized", .invalidKey),
        refusal(403, "forbidden", "The key may not read sessions: 403", "unauthorized", .missingScope),
        Scenario(
            .tripwire, 404, "not-found", "No such session: 404", [.degraded("not_found", .block)],
            [TripwireError.notFound.answer]),
        Scenario(
            .tripwire, 414, "not-found-once", "Not readable yet: 404, then a person", [.allow],
            [TripwireError.notFound.answer, .tripwire(.human())]),
        refusal(422, "rejected", "The request isn't valid: 422", "rejected", .malformedID),
        Scenario(
            .tripwire, 429, "rate-limited-once", "429 with `Retry-After: 1`, then a person", [.allow],
            [TripwireError.rateLimited.answer.retryAfter(1), .tripwire(.human())]),
        Scenario(
            .tripwire, 430, "rate-limited-long", "Always 429 with `Retry-After: 3600`", [.degraded("rate_limited")],
            [TripwireError.rateLimited.answer.retryAfter(3600)]),
        refusal(431, "rate-limited", "Always 429 without `Retry-After`", "rate_limited", .rateLimited),
    ]

    /// 500 to 599: the vendor fails.
    private static let failures = [
        refusal(500, "server-error", "Always 500", "server_error", .internalError),
        Scenario(
            .tripwire, 502, "bad-gateway", "Always 502 with an HTML page", [.degraded("server_error")],
            [.html(502, "Bad Gateway")]),
        Scenario(
            .tripwire, 503, "down-once", "503, then a person", [.allow],
            [TripwireError.unavailable.answer, .tripwire(.human())]),
        Scenario(
            .tripwire, 523, "down-twice", "503 twice, then a person", [.degraded("server_error"), .allow],
            [TripwireError.unavailable.answer, TripwireError.unavailable.answer, .tripwire(.human())]),
    ]

    private static func scenario(
        _ number: Int, _ name: String, _ summary: String, _ expected: [Expectation], _ profile: TripwireProfile
    ) -> Scenario {
        Scenario(.tripwire, number, name, summary, expected, [.tripwire(profile)])
    }

    private static func network(
        _ number: Int, _ name: String, _ summary: String, _ flags: Set<String>, expected: Expectation = .review
    ) -> Scenario {
        let profile = TripwireProfile.human(score: 22).with {
            $0.network.anonymity = flags
            $0.network.categories = flags.sorted()
            $0.network.provider = "Example Privacy"
            $0.network.organization = "Example Hosting"
            $0.network.summary = "This address hides where its visitors are."
        }
        return scenario(number, name, summary, [expected], profile)
    }

    private static func runtime(_ number: Int, _ name: String, _ summary: String, key: String? = nil) -> Scenario {
        let profile = TripwireProfile.human(score: 34).with { $0.integrity = [key ?? name: "high_risk"] }
        return scenario(number, name, summary, [.review], profile)
    }

    private static func refusal(
        _ number: Int, _ name: String, _ summary: String, _ cause: String, _ error: TripwireError
    ) -> Scenario {
        Scenario(.tripwire, number, name, summary, [.degraded(cause)], [error.answer])
    }
}
