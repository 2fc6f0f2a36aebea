import CEL

/// The fields of a Verisoul session that a policy may use, as the vendor's OpenAPI file declares them
/// (`SessionResponse`, version 1.0.0). None is required.
enum VerisoulSchema {
    private static let score = RecordType.Constraint.range(0...1)

    static let network = RecordType(
        "verisoul.network",
        [
            .optional("ip_address", .string),
            .optional("service_provider", .string),
            .optional("connection_type", .string),
        ])

    static let location = RecordType(
        "verisoul.location",
        [
            .optional("continent", .string),
            .optional("country_code", .string),
            .optional("state", .string),
            .optional("city", .string),
            .optional("zip_code", .string),
            .optional("timezone", .string),
            .optional("latitude", .double),
            .optional("longitude", .double),
        ])

    static let browser = RecordType(
        "verisoul.browser",
        [
            .optional("type", .string),
            .optional("version", .string),
            .optional("language", .string),
            .optional("user_agent", .string),
            .optional("timezone", .string),
        ])

    static let device = RecordType(
        "verisoul.device",
        [
            // An enumeration in the vendor's file, but its documents list others too: kept open.
            .optional("category", .string),
            .optional("type", .string),
            .optional("os", .string),
            .optional("cpu_cores", .double),
            .optional("memory", .double),
            .optional("gpu", .string),
            .optional("screen_height", .double),
            .optional("screen_width", .double),
        ])

    /// Counters at the time of the call: a later call can tell more.
    static let bot = RecordType(
        "verisoul.bot",
        [
            .optional("mouse_num_events", .double),
            .optional("click_num_events", .double),
            .optional("keyboard_num_events", .double),
            .optional("touch_num_events", .double),
            .optional("clipboard_num_events", .double),
        ])

    static let riskSignals = RecordType(
        "verisoul.risk_signals",
        [
            .optional("device_risk", .bool),
            .optional("proxy", .bool),
            .optional("vpn", .bool),
            .optional("tor", .bool),
            .optional("spoofed_ip", .bool),
            .optional("datacenter", .bool),
            .optional("recent_fraud_ip", .bool),
            .optional("impossible_travel", .bool),
            .optional("device_network_mismatch", .bool),
            .optional("location_spoofing", .bool),
        ])

    /// 0 to 1, 1 is risky. Where the boolean of the same name flips is per tenant, and not published.
    static let riskSignalScores = RecordType(
        "verisoul.risk_signal_scores",
        [
            .optional("device_risk", .double, score),
            .optional("proxy", .double, score),
            .optional("vpn", .double, score),
            .optional("tor", .double, score),
            .optional("datacenter", .double, score),
            .optional("recent_fraud_ip", .double, score),
            .optional("impossible_travel", .double, score),
            .optional("device_network_mismatch", .double, score),
            .optional("location_spoofing", .double, score),
        ])

    static let session = RecordType(
        "verisoul",
        [
            .optional("account_ids", .list(.string)),
            .optional("request_id", .string),
            .optional("project_id", .string),
            .optional("session_id", .string),
            .optional("start_time", .timestamp),
            .optional("true_country_code", .string),
            .optional("device_id", .string),
            .optional("network", .record(network)),
            .optional("location", .record(location)),
            .optional("browser", .record(browser)),
            .optional("device", .record(device)),
            .optional("bot", .record(bot)),
            .optional("risk_signals", .record(riskSignals)),
            .optional("risk_signal_scores", .record(riskSignalScores)),
        ])
}
