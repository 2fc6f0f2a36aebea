import CEL

/// The fields of a Tripwire session that a policy may use, as the vendor's OpenAPI file declares them
/// (`SessionDetail`, version 2026-03-25). Optional are those that it doesn't require, or that may be null.
///
/// Counters are declared as numbers, not integers: the vendor documents them as JSON numbers, and its examples hold
/// fractions. `risk_score` alone has to be an integer, since older documents know a score from 0.0 to 1.0.
enum TripwireSchema {
    static let level = RecordType.Constraint.oneOf(["clean", "notice", "elevated", "high_risk"])
    static let mobilePlatform = RecordType.Constraint.oneOf(["ios", "android"])

    static let decision = RecordType(
        "tripwire.decision",
        [
            .init("event_id", .string),
            .init("automation_status", .string, .oneOf(["automated", "human", "uncertain"])),
            .init("risk_score", .int, .range(0...100)),
            .optional("evaluation_phase", .string, .oneOf(["snapshot", "behavioral"])),
            .init("decision_status", .string, .oneOf(["preliminary", "final"])),
            .init("evaluated_at", .timestamp),
        ])

    static let highlightEvidence = RecordType(
        "tripwire.highlight_evidence",
        [
            .init("signal", .string),
            .init("name", .string),
        ])

    static let highlight = RecordType(
        "tripwire.highlight",
        [
            .init("key", .string),
            .init("effect", .string, .oneOf(["increases_risk", "reduces_risk", "context"])),
            .init("importance", .string, .oneOf(["high", "medium", "low"])),
            .init("summary", .string),
            .optional("evidence", .list(.record(highlightEvidence))),
        ])

    static let webBotAuth = RecordType(
        "tripwire.web_bot_auth",
        [
            .optional("status", .string),
            .optional("domain", .string),
        ])

    static let runtimeIntegrity = RecordType(
        "tripwire.runtime_integrity",
        [
            .init("tampering", .string, level),
            .init("developer_tools", .string, level),
            .init("emulation", .string, level),
            .init("virtualization", .string, level),
            .init("privacy_hardening", .string, level),
            .init("identity_spoofing", .string, level),
            .init("replay", .string, level),
            .init("outdated_environment", .string, level),
        ])

    static let request = RecordType(
        "tripwire.request",
        [
            .init("url", .string),
            .optional("referrer", .string),
            .init("user_agent", .string),
        ])

    static let analysisCoverage = RecordType(
        "tripwire.analysis_coverage",
        [
            .init("browser", .bool),
            .init("device", .bool),
            .init("network", .bool),
            .init("runtime", .bool),
            .init("behavioral", .bool),
            .init("visitor_identity", .bool),
        ])

    static let signalFired = RecordType(
        "tripwire.signal_fired",
        [
            .init("signal", .string),
            .init("role", .string),
            .init("category", .string),
            .init("strength", .string),
            .init("signal_score", .double, .range(0...100)),
        ])

    static let attributionLabel = RecordType(
        "tripwire.attribution_label",
        [
            .init(
                "kind", .string,
                .oneOf([
                    "actor", "provider", "tool", "product", "organization", "purpose", "environment", "trust",
                    "evasion",
                ])),
            .init("value", .string),
            .init("label", .string),
            .init("confidence", .double, .range(0...100)),
        ])

    static let attributionBehavior = RecordType(
        "tripwire.attribution_behavior",
        [
            .init("channel", .string, .oneOf(["typing", "form", "mouse", "touch", "scroll", "clipboard"])),
            .init("value", .string),
            .init("label", .string),
            .init("confidence", .double, .range(0...100)),
        ])

    static let attribution = RecordType(
        "tripwire.attribution",
        [
            .init("labels", .list(.record(attributionLabel))),
            .init("behaviors", .list(.record(attributionBehavior))),
        ])

    static let session = RecordType(
        "tripwire",
        [
            .init("object", .string),
            .init("id", .string),
            .optional("created_at", .timestamp),
            .init("decision", .record(decision)),
            .init("highlights", .list(.record(highlight))),
            .optional("web_bot_auth", .record(webBotAuth)),
            .init("network", .record(network)),
            .init("runtime_integrity", .record(runtimeIntegrity)),
            .optional("native_runtime_integrity", .record(nativeRuntimeIntegrity)),
            .optional("native_app", .record(nativeApp)),
            .optional("native_carrier", .record(nativeCarrier)),
            .optional("native_motion_print", .record(nativeMotionPrint)),
            .optional("device_identity", .record(deviceIdentity)),
            .optional("install_id", .string),
            .optional("visitor_fingerprint", .record(visitorFingerprint)),
            .init("connection_fingerprint", .record(connectionFingerprint)),
            .init("previous_decisions", .list(.record(decision))),
            .init("request", .record(request)),
            .init("browser", .record(browser)),
            .init("device", .record(device)),
            .init("analysis_coverage", .record(analysisCoverage)),
            .init("signals_fired", .list(.record(signalFired))),
            .init("client_telemetry", .record(clientTelemetry)),
            .optional("attribution", .record(attribution)),
        ])
}
