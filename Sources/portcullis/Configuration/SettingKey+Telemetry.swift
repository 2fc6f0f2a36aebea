extension SettingKey {
    static let telemetry = [
        SettingKey(
            name: "logging.level", kind: .choice(["trace", "debug", "info", "notice", "warning", "error"]),
            defaultText: "info", meaning: "What is written to standard error."),
        SettingKey(
            name: "logging.format", kind: .choice(LogFormat.allCases.map(\.rawValue)),
            defaultText: LogFormat.json.rawValue,
            meaning: "How: one JSON object a line, or text for people. `serve --log-format` overrides it."),
        SettingKey(
            name: "metrics.enabled", kind: .flag, defaultText: "true",
            meaning: "Whether metrics are recorded, and served to anybody who asks for `/metrics`."),
        SettingKey(
            name: "tracing.otlp_endpoint", kind: .text(allowed: "an http or https URL"), defaultText: nil,
            meaning:
                "The OpenTelemetry collector that gets spans, as OTLP over HTTP in JSON at `/v1/traces` below this. Without this, none are made."
        ),
        SettingKey(
            name: "tracing.sample_ratio", kind: .number(0...1), defaultText: "1.0",
            meaning:
                "The part of requests without a `traceparent` that is traced; with one, its caller has decided that."),
    ]
}
