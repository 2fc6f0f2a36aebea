extension VerisoulCatalogue {
    /// 600 to 699: an answer that isn't what was asked for, or isn't what the schema says.
    static let oddAnswers = [
        answering(601, "garbage", "200 with an HTML page", "bad_response", .html(200, "Welcome")),
        answering(602, "truncated", "200 with JSON that ends in the middle", "bad_response", clean.with(.truncated)),
        answering(
            603, "other-session", "200 for another session than asked for", "bad_response",
            .verisoul(
                VerisoulProfile().with { $0.edit = { $0["session_id"] = "00000000-0000-4000-8000-00000000a0a0" } })
        ),
        answering(
            604, "empty", "200 with an empty object", "bad_response",
            .verisoul(VerisoulProfile().with { $0.edit = { $0 = [:] } })),
        scenario(605, "new-values", "Fields and values that the schema doesn't have", .allow) {
            $0.connectionType = "satellite"
            $0.edit = {
                $0["device"]["category"] = "headset"
                $0["risk_signals"]["quantum_tunnel"] = true
                $0["risk_signal_scores"]["quantum_tunnel"] = 0.71
                $0["trust"] = ["level": 3, "history": [1, 2.5, nil]]
            }
        },
        scenario(606, "nulls", "Null in every field but the ID", .review) {
            $0.edit = {
                let id = $0["session_id"]
                $0 = $0.nulled()
                $0["session_id"] = id
            }
        },
        scenario(608, "missing", "Nothing but the IDs of the session and the request", .review) {
            $0.edit = { $0 = ["request_id": $0["request_id"], "session_id": $0["session_id"]] }
        },
    ]

    /// 700 to 799: time and connections.
    static let connections = [
        answering(701, "slow", "Answers after 5 seconds", "timeout", clean.with(.slow)),
        answering(702, "never", "Never answers", "timeout", clean.with(.never)),
        answering(
            703, "closed", "The connection is closed without an answer", "unreachable", clean.with(.closedBefore)),
        answering(
            704, "closed-within", "The connection is closed in the middle of the answer", "unreachable",
            clean.with(.closedWithin)),
    ]

    private static let clean = Answer.verisoul(VerisoulProfile())
}
