extension TripwireCatalogue {
    /// 600 to 699: an answer that isn't what was asked for, or isn't what the schema says.
    static let oddAnswers = [
        Scenario(
            .tripwire, 601, "garbage", "200 with an HTML page", [.degraded("bad_response")], [.html(200, "Welcome")]),
        Scenario(
            .tripwire, 602, "truncated", "200 with JSON that ends in the middle", [.degraded("bad_response")],
            [Answer.tripwire(.human()).with(.truncated)]),
        odd(603, "other-session", "200 for another session than asked for", .degraded("bad_response")) {
            $0["data"]["id"] = "sid_0ther000000000000000000000"
        },
        odd(604, "no-decision", "200 without `data.decision`", .degraded("bad_response")) {
            $0["data"].remove("decision")
        },
        odd(605, "new-values", "Values that no enum of the schema has", .review) {
            $0["data"]["decision"]["automation_status"] = "assisted"
            $0["data"]["decision"]["decision_status"] = "revised"
            $0["data"]["network"]["status"] = "partial"
            $0["data"]["runtime_integrity"]["tampering"] = "critical"
            $0["data"]["connection_fingerprint"]["user_agent_alignment"] = "partial"
        },
        odd(606, "nulls", "Null wherever the schema allows it", .allow, nullable),
        odd(607, "old-schema", "An older schema: score 0.94 and the verdict's words", .review) {
            $0["data"]["decision"]["automation_status"] = nil
            $0["data"]["decision"]["verdict"] = "bot"
            $0["data"]["decision"]["risk_score"] = 0.94
            $0["data"]["decision"]["is_provisional"] = false
            $0["data"]["automation"] = ["status": "none"]
            $0["data"]["runtime_integrity"] = ["tampering": true, "emulation": false, "replay": false]
        },
        odd(608, "all-null", "Null in every field but the ID", .review) {
            let id = $0["data"]["id"]
            $0["data"] = $0["data"].nulled()
            $0["data"]["id"] = id
        },
        odd(609, "new-fields", "Fields that the schema doesn't have", .allow) {
            $0["data"]["decision"]["explanation"] = "A new field."
            $0["data"]["network"]["anonymity"]["satellite"] = true
            $0["data"]["trust"] = ["level": 3, "history": [1, 2.5, nil]]
        },
    ]

    /// 700 to 799: time and connections.
    static let connections = [
        Scenario(
            .tripwire, 701, "slow", "Answers after 5 seconds", [.degraded("timeout")],
            [Answer.tripwire(.human()).with(.slow)]),
        Scenario(
            .tripwire, 702, "never", "Never answers", [.degraded("timeout")],
            [Answer.tripwire(.human()).with(.never)]),
        Scenario(
            .tripwire, 703, "closed", "The connection is closed without an answer", [.degraded("unreachable")],
            [Answer.tripwire(.human()).with(.closedBefore)]),
        Scenario(
            .tripwire, 704, "closed-within", "The connection is closed in the middle of the answer",
            [.degraded("unreachable")], [Answer.tripwire(.human()).with(.closedWithin)]),
    ]

    private static func odd(
        _ number: Int, _ name: String, _ summary: String, _ expected: Expectation,
        _ edit: @escaping @Sendable (inout JSON) -> Void
    ) -> Scenario {
        Scenario(
            .tripwire, number, name, summary, [expected], [.tripwire(.human().with { $0.edit = edit })])
    }

    /// Every key whose type in the vendor's schema includes null.
    @Sendable private static func nullable(_ answer: inout JSON) {
        var data = answer["data"]
        for key in ["created_at", "attribution", "web_bot_auth", "install_id", "visitor_fingerprint"] {
            data[key] = nil
        }
        data["decision"]["evaluation_phase"] = nil
        for key in ["ip_address", "ip_version", "summary", "location", "evaluated_at"] { data["network"][key] = nil }
        data["network"]["routing"] = data["network"]["routing"].nulled()
        data["network"]["anonymity"]["provider"] = nil
        data["network"]["evidence"]["client_count"] = nil
        data["connection_fingerprint"]["ja4"] = data["connection_fingerprint"]["ja4"].nulled()
        data["connection_fingerprint"]["ja4"]["reference"] = nil
        data["connection_fingerprint"]["http2"] = data["connection_fingerprint"]["http2"].nulled()
        data["connection_fingerprint"]["user_agent_alignment"] = nil
        data["request"]["referrer"] = nil
        for key in ["name", "version", "major_version"] { data["browser"][key] = nil }
        nullDevice(&data["device"])
        nullTelemetry(&data["client_telemetry"])
        answer["data"] = data
    }

    private static func nullDevice(_ device: inout JSON) {
        for key in ["operating_system", "screen", "capabilities"] { device[key] = device[key].nulled() }
        device["architecture"] = nil
        device["locale"]["timezone"] = nil
        device["locale"]["primary_language"] = nil
    }

    private static func nullTelemetry(_ telemetry: inout JSON) {
        for key in ["storage", "canvas", "graphics", "audio", "fonts"] { telemetry[key] = telemetry[key].nulled() }
        let lists = (telemetry["navigator"]["languages"], telemetry["navigator"]["plugins"])
        telemetry["navigator"] = telemetry["navigator"].nulled()
        telemetry["navigator"]["languages"] = lists.0
        telemetry["navigator"]["plugins"] = lists.1
        telemetry["media"] = telemetry["media"].nulled()
        telemetry["media"]["counts_by_kind"] = [:]
    }
}
