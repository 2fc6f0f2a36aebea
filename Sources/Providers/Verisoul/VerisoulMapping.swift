import CEL

/// From Verisoul's fields to the shared vocabulary; `Signal`'s definitions tell the same in words.
enum VerisoulMapping {
    static func signals(_ record: Record) -> SignalReadings {
        var readings = SignalReadings()
        let risk = record.record("risk_signals")
        let network = record.record("network")
        readings.set(.networkVPN, risk?.bool("vpn"))
        readings.set(.networkProxy, risk?.bool("proxy"))
        readings.set(.networkTor, risk?.bool("tor"))
        readings.set(.networkDatacenter, risk?.bool("datacenter"))
        readings.set(.networkSpoofedIP, risk?.bool("spoofed_ip"))
        readings.set(.networkRecentFraudIP, risk?.bool("recent_fraud_ip"))
        readings.set(.networkCountryCode, countryCode: record.record("location")?.string("country_code"))
        readings.set(.networkConnectionType, network?.string("connection_type"))
        readings.set(.networkOrganization, network?.string("service_provider"))
        // The kinds overlap, so that another kind doesn't say that it is no relay.
        if network?.string("connection_type") == "private_relay" { readings.set(.networkRelay, true) }
        readings.set(.deviceCategory, record.record("device")?.string("category"))
        readings.set(.deviceHighRisk, risk?.bool("device_risk"))
        readings.set(.deviceRiskScore, record.record("risk_signal_scores")?.number("device_risk"))
        readings.set(.locationTrueCountryCode, countryCode: record.string("true_country_code"))
        readings.set(.locationImpossibleTravel, risk?.bool("impossible_travel"))
        readings.set(.locationSpoofed, risk?.bool("location_spoofing"))
        readings.set(.locationDeviceNetworkMismatch, risk?.bool("device_network_mismatch"))
        readings.set(.identityAccountCount, record.list("account_ids").map { Int64($0.count) })
        readings.set(.behaviourInteractionCount, interactionCount(record.record("bot")))
        return readings
    }

    /// The sum of all the counters; unknown if one is missing.
    private static func interactionCount(_ bot: Record?) -> Double? {
        guard let bot else { return nil }
        let counts = bot.type.fields.compactMap { bot.number($0.name) }
        return counts.count == bot.type.fields.count ? counts.reduce(0, +) : nil
    }
}
