import CEL

/// Where the session came from.
extension TripwireSchema {
    static let networkLocation = RecordType(
        "tripwire.network_location",
        [
            .optional("city", .string),
            .optional("region", .string),
            .optional("country", .string),
            .optional("country_code", .string),
            .optional("latitude", .double),
            .optional("longitude", .double),
            .optional("timezone", .string),
            .optional("postal_code", .string),
            .optional("accuracy_radius_km", .double),
        ])

    static let networkRouting = RecordType(
        "tripwire.network_routing",
        [
            .optional("asn", .string),
            .optional("organization", .string),
        ])

    static let networkAnonymity = RecordType(
        "tripwire.network_anonymity",
        [
            .init("vpn", .bool),
            .init("proxy", .bool),
            .init("tor", .bool),
            .init("relay", .bool),
            .init("hosting", .bool),
            .init("residential_proxy", .bool),
            .init("callback_proxy", .bool),
            .optional("provider", .string),
        ])

    static let networkReputation = RecordType(
        "tripwire.network_reputation",
        [
            .init("listed", .bool),
            .init("categories", .list(.string)),
            .init("suspicious_network", .bool),
        ])

    static let networkEvidence = RecordType(
        "tripwire.network_evidence",
        [
            .init("risk_signals", .list(.string)),
            .init("operator_tags", .list(.string)),
            .init("client_types", .list(.string)),
            .optional("client_count", .double),
        ])

    static let network = RecordType(
        "tripwire.network",
        [
            .optional("ip_address", .string),
            .optional("ip_version", .string, .oneOf(["ipv4", "ipv6"])),
            .init("status", .string, .oneOf(["pending", "ready", "skipped", "error"])),
            .optional("summary", .string),
            .optional("location", .record(networkLocation)),
            .init("routing", .record(networkRouting)),
            .init("anonymity", .record(networkAnonymity)),
            .init("reputation", .record(networkReputation)),
            .init("evidence", .record(networkEvidence)),
            .optional("evaluated_at", .timestamp),
        ])
}
