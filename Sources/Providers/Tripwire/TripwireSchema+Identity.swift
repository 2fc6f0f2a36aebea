import CEL

/// What recognises a returning device, visitor or connection.
extension TripwireSchema {
    static let lifecycle = RecordType(
        "tripwire.lifecycle",
        [
            .init("first_seen_at", .timestamp),
            .init("last_seen_at", .timestamp),
            .init("seen_count", .double),
        ])

    static let visitorLifecycle = RecordType(
        "tripwire.visitor_lifecycle",
        [
            .optional("first_seen_at", .timestamp),
            .optional("last_seen_at", .timestamp),
            .optional("seen_count", .double),
        ])

    static let deviceIdentity = RecordType(
        "tripwire.device_identity",
        [
            .init("object", .string),
            .init("id", .string),
            .init("confidence", .double),
            .init("source", .string, .oneOf(["attested", "anchored", "inferred", "new"])),
            .init("platform", .string, mobilePlatform),
            .init("identified_at", .timestamp),
            .init("lifecycle", .record(lifecycle)),
            .init("matched_anchors", .list(.string)),
        ])

    static let visitorFingerprint = RecordType(
        "tripwire.visitor_fingerprint",
        [
            .init("object", .string),
            .init("id", .string),
            .optional("confidence", .double, .range(0...100)),
            .optional("identified_at", .timestamp),
            .init("lifecycle", .record(visitorLifecycle)),
        ])

    static let countRange = RecordType(
        "tripwire.count_range",
        [
            .init("min", .double),
            .init("max", .double),
        ])

    static let connectionFingerprintJa4Reference = RecordType(
        "tripwire.connection_fingerprint_ja4_reference",
        [
            .init("label", .string),
            .init("source", .string),
            .init("protocol", .string),
            .init("tls_version", .string),
            .init("sni", .string),
            .init("alpn", .string),
            .init("cipher_count", .record(countRange)),
            .init("ext_count", .record(countRange)),
            .init("sample_size", .double),
            .optional("verified", .bool),
        ])

    static let connectionFingerprintJa4 = RecordType(
        "tripwire.connection_fingerprint_ja4",
        [
            .optional("hash", .string),
            .optional("profile", .string),
            .optional("family", .string),
            .optional("product", .string),
            .optional("confidence", .string),
            .optional("match_source", .string),
            .optional("deterministic", .bool),
            .optional("reference", .record(connectionFingerprintJa4Reference)),
        ])

    static let connectionFingerprintHttp2 = RecordType(
        "tripwire.connection_fingerprint_http2",
        [
            .optional("akamai_fingerprint", .string),
            .optional("profile", .string),
        ])

    static let connectionFingerprint = RecordType(
        "tripwire.connection_fingerprint",
        [
            .init("ja4", .record(connectionFingerprintJa4)),
            .init("http2", .record(connectionFingerprintHttp2)),
            .optional("user_agent_alignment", .string, .oneOf(["match", "mismatch", "unknown"])),
        ])
}
