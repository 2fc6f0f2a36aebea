extension ProviderName {
    /// The fields of the vendor's answer that can point to a person, as paths in its ``recordType``. All others can't, as
    /// far as the vendor's documents tell.
    package var personalFields: [(path: String, kind: PersonalData)] {
        switch self {
        case .tripwire: Self.tripwirePersonalFields
        case .verisoul: Self.verisoulPersonalFields
        }
    }

    private static let tripwirePersonalFields: [(path: String, kind: PersonalData)] =
        paths(.ip, ["network.ip_address"])
        + paths(
            .location,
            [
                "network.location.city", "network.location.region", "network.location.latitude",
                "network.location.longitude", "network.location.timezone", "network.location.postal_code",
                "network.location.accuracy_radius_km", "device.locale.timezone",
            ])
        + paths(.userAgent, ["request.user_agent"])
        + paths(.url, ["request.url", "request.referrer"])
        + paths(
            .device,
            [
                "install_id", "device_identity.id", "device_identity.matched_anchors", "visitor_fingerprint.id",
                "client_telemetry", "native_motion_print", "native_app.install_time_epoch_ms",
            ])

    private static let verisoulPersonalFields: [(path: String, kind: PersonalData)] =
        paths(.ip, ["network.ip_address"])
        + paths(
            .location,
            [
                "location.state", "location.city", "location.zip_code", "location.timezone", "location.latitude",
                "location.longitude", "browser.timezone",
            ])
        + paths(.userAgent, ["browser.user_agent"])
        + paths(.device, ["device_id"])
        + paths(.linkedAccounts, ["account_ids"])

    private static func paths(_ kind: PersonalData, _ paths: [String]) -> [(path: String, kind: PersonalData)] {
        paths.map { ($0, kind) }
    }
}
