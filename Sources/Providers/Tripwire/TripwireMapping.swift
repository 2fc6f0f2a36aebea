import CEL

/// From Tripwire's fields to the shared vocabulary; `Signal`'s definitions tell the same in words.
enum TripwireMapping {
    static func finality(_ record: Record) -> Facts.Finality? {
        record.record("decision")?.string("decision_status").flatMap(Facts.Finality.init)
    }

    static func status(_ record: Record) -> String? {
        record.record("decision")?.string("automation_status")
    }

    static func signals(_ record: Record) -> SignalReadings {
        var readings = SignalReadings()
        addNetwork(record, to: &readings)
        addDevice(record, to: &readings)
        addAutomation(record, to: &readings)
        addIdentity(record, to: &readings)
        return readings
    }

    private static func addNetwork(_ record: Record, to readings: inout SignalReadings) {
        guard let network = record.record("network") else { return }
        readings.set(.networkCountryCode, countryCode: network.record("location")?.string("country_code"))
        readings.set(.networkASN, network.record("routing")?.string("asn"))
        readings.set(.networkOrganization, network.record("routing")?.string("organization"))
        // Before that the booleans are there, and mean nothing.
        guard network.string("status") == "ready" else { return }
        let anonymity = network.record("anonymity")
        readings.set(.networkVPN, anonymity?.bool("vpn"))
        readings.set(.networkTor, anonymity?.bool("tor"))
        readings.set(.networkRelay, anonymity?.bool("relay"))
        readings.set(.networkDatacenter, anonymity?.bool("hosting"))
        readings.set(.networkResidentialProxy, anonymity?.bool("residential_proxy"))
        readings.set(
            .networkProxy,
            anyTrue([
                anonymity?.bool("proxy"), anonymity?.bool("residential_proxy"), anonymity?.bool("callback_proxy"),
            ]))
        readings.set(.networkListed, network.record("reputation")?.bool("listed"))
        readings.set(.networkSuspicious, network.record("reputation")?.bool("suspicious_network"))
    }

    private static func addDevice(_ record: Record, to readings: inout SignalReadings) {
        let integrity = record.record("runtime_integrity")
        let native = record.record("native_runtime_integrity")
        readings.set(.deviceCategory, record.record("device")?.string("form_factor"))
        readings.set(
            .deviceTampered,
            inBrowserOrApp(
                integrity, isElevated(integrity, "tampering"), native,
                native?.record("code_signing")?.bool("invalid")))
        readings.set(
            .deviceEmulated,
            inBrowserOrApp(
                integrity, isElevated(integrity, "emulation"), native,
                native?.record("simulator_or_emulator")?.bool("detected")))
        readings.set(.deviceVirtualized, isElevated(integrity, "virtualization"))
        readings.set(.deviceRooted, native?.record("jailbreak_or_root")?.bool("detected"))
        readings.set(.deviceHooked, native?.record("hooks")?.bool("detected"))
        readings.set(
            .deviceDeveloperTools,
            inBrowserOrApp(
                integrity, isElevated(integrity, "developer_tools"), native,
                native?.record("debugger")?.bool("attached")))
        readings.set(.devicePrivacyHardened, isElevated(integrity, "privacy_hardening"))
        readings.set(.deviceOutdated, isElevated(integrity, "outdated_environment"))
        switch record.record("connection_fingerprint")?.string("user_agent_alignment") {
        case "mismatch": readings.set(.deviceUserAgentMismatch, true)
        case "match": readings.set(.deviceUserAgentMismatch, false)
        default: break
        }
    }

    private static func addAutomation(_ record: Record, to readings: inout SignalReadings) {
        let decision = record.record("decision")
        let status = status(record)
        readings.set(.automationStatus, status)
        readings.set(.automationAutomated, status.map { $0 == "automated" })
        readings.set(.automationRiskScore, decision?.integer("risk_score"))
        readings.set(.automationFinal, decision?.string("decision_status").map { $0 == "final" })
        readings.set(.automationDefinitive, record.list("signals_fired").flatMap { anyTrue($0.map(isDefinitive)) })
        // Being verified speaks for a session: whatever isn't clearly that, is not.
        readings.set(.automationVerifiedBot, record.record("web_bot_auth")?.string("status") == "verified")
        readings.set(.behaviourObserved, record.record("analysis_coverage")?.bool("behavioral"))
    }

    private static func addIdentity(_ record: Record, to readings: inout SignalReadings) {
        let integrity = record.record("runtime_integrity")
        readings.set(.identitySpoofed, isElevated(integrity, "identity_spoofing"))
        readings.set(.identityReplayed, isElevated(integrity, "replay"))
        let seenCount = record.record("visitor_fingerprint")?.record("lifecycle")?.number("seen_count")
        readings.set(.identitySeenCount, seenCount)
        readings.set(.identityKnownVisitor, seenCount.map { $0 > 1 })
    }

    private static func isElevated(_ integrity: Record?, _ name: String) -> Bool? {
        integrity?.string(name).map { $0 == "elevated" || $0 == "high_risk" }
    }

    /// Unknown where its role or strength isn't told.
    private static func isDefinitive(_ signal: Value) -> Bool? {
        guard case .record(let signal) = signal else { return nil }
        guard let role = signal.string("role"), let strength = signal.string("strength") else { return nil }
        return role == "risk" && strength == "definitive"
    }

    /// True if any is; false only if all are known and none is; otherwise unknown.
    private static func anyTrue(_ values: [Bool?]) -> Bool? {
        if values.contains(true) { return true }
        return values.contains(nil) ? nil : false
    }

    /// Of two records that can tell the same, a browser's session has one and an app's may have both: what both could
    /// tell is false only if both say so.
    private static func inBrowserOrApp(
        _ browser: Record?, _ browserValue: Bool?, _ app: Record?, _ appValue: Bool?
    ) -> Bool? {
        guard app != nil else { return browserValue }
        guard browser != nil else { return appValue }
        return anyTrue([browserValue, appValue])
    }
}
