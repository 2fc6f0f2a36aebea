import CEL

/// Where the session came from.
extension TripwireSchema {
    static let networkLocation = RecordType(
        "tripwire.network_location",
        [
            .init("city", .string),
            .init("region", .string),
            .init("country", .string),
            .init("country_code", .string),
            .init("latitude", .double),
            .init("longitude", .double),
            .init("timezone", .string),
            .init("postal_code", .string),
            .init("accuracy_radius_km", .double),
        ])

    static let networkRouting = RecordType(
        "tripwire.network_routing",
        [
            .init("asn", .string),
            .init("organization", .string),
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
            .init("provider", .string),
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
            .init("client_count", .double),
        ])

    static let network = RecordType(
        "tripwire.network",
        [
            .init("ip_address", .string),
            .init("ip_version", .string, .oneOf(["ipv4", "ipv6"])),
            .init("status", .string, .oneOf(["pending", "ready", "skipped", "error"])),
            .init("summary", .string),
            .init("location", .record(networkLocation)),
            .init("routing", .record(networkRouting)),
            .init("anonymity", .record(networkAnonymity)),
            .init("reputation", .record(networkReputation)),
            .init("evidence", .record(networkEvidence)),
            .init("evaluated_at", .timestamp),
        ])
}
