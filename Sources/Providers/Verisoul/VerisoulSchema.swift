import CEL

/// The fields of a Verisoul session that a policy may use, as the vendor's OpenAPI file declares them
/// (`SessionResponse`, version 1.0.0). None is required.
enum VerisoulSchema {
    private static let score = RecordType.Constraint.range(0...1)

    static let network = RecordType(
        "verisoul.network",
        [
            .init("ip_address", .string),
            .init("service_provider", .string),
            .init("connection_type", .string),
        ])

    static let location = RecordType(
        "verisoul.location",
        [
            .init("continent", .string),
            .init("country_code", .string),
            .init("state", .string),
            .init("city", .string),
            .init("zip_code", .string),
            .init("timezone", .string),
            .init("latitude", .double),
            .init("longitude", .double),
        ])

    static let browser = RecordType(
        "verisoul.browser",
        [
            .init("type", .string),
            .init("version", .string),
            .init("language", .string),
            .init("user_agent", .string),
            .init("timezone", .string),
        ])

    static let device = RecordType(
        "verisoul.device",
        [
            // An enumeration in the vendor's file, but its documents list others too: kept open.
            .init("category", .string),
            .init("type", .string),
            .init("os", .string),
            .init("cpu_cores", .double),
            .init("memory", .double),
            .init("gpu", .string),
            .init("screen_height", .double),
            .init("screen_width", .double),
        ])

    /// Counters at the time of the call: a later call can tell more.
    static let bot = RecordType(
        "verisoul.bot",
        [
            .init("mouse_num_events", .double),
            .init("click_num_events", .double),
            .init("keyboard_num_events", .double),
            .init("touch_num_events", .double),
            .init("clipboard_num_events", .double),
        ])

    static let riskSignals = RecordType(
        "verisoul.risk_signals",
        [
            .init("device_risk", .bool),
            .init("proxy", .bool),
            .init("vpn", .bool),
            .init("tor", .bool),
            .init("spoofed_ip", .bool),
            .init("datacenter", .bool),
            .init("recent_fraud_ip", .bool),
            .init("impossible_travel", .bool),
            .init("device_network_mismatch", .bool),
            .init("location_spoofing", .bool),
        ])

    /// 0 to 1, 1 is risky. Where the boolean of the same name flips is per tenant, and not published.
    static let riskSignalScores = RecordType(
        "verisoul.risk_signal_scores",
        [
            .init("device_risk", .double, score),
            .init("proxy", .double, score),
            .init("vpn", .double, score),
            .init("tor", .double, score),
            .init("datacenter", .double, score),
            .init("recent_fraud_ip", .double, score),
            .init("impossible_travel", .double, score),
            .init("device_network_mismatch", .double, score),
            .init("location_spoofing", .double, score),
        ])

    static let session = RecordType(
        "verisoul",
        [
            .init("account_ids", .list(.string)),
            .init("request_id", .string),
            .init("project_id", .string),
            .init("session_id", .string),
            .init("start_time", .timestamp),
            .init("true_country_code", .string),
            .init("device_id", .string),
            .init("network", .record(network)),
            .init("location", .record(location)),
            .init("browser", .record(browser)),
            .init("device", .record(device)),
            .init("bot", .record(bot)),
            .init("risk_signals", .record(riskSignals)),
            .init("risk_signal_scores", .record(riskSignalScores)),
        ])
}
