import CEL

extension Signal {
    /// All definitions, in the order of the cases.
    private static let definitions = allCases.map(\.declared)

    package var definition: SignalDefinition { Self.definitions[rawValue] }

    private var declared: SignalDefinition {
        switch self {
        case .networkVPN, .networkProxy, .networkResidentialProxy, .networkTor, .networkRelay, .networkDatacenter,
            .networkSpoofedIP, .networkRecentFraudIP, .networkListed, .networkSuspicious, .networkCountryCode,
            .networkConnectionType, .networkASN, .networkOrganization:
            network
        case .deviceCategory, .deviceHighRisk, .deviceRiskScore, .deviceTampered, .deviceEmulated, .deviceVirtualized,
            .deviceRooted, .deviceHooked, .deviceDeveloperTools, .devicePrivacyHardened, .deviceOutdated,
            .deviceUserAgentMismatch:
            device
        case .automationStatus, .automationAutomated, .automationDefinitive, .automationVerifiedBot,
            .automationRiskScore, .automationFinal:
            automation
        case .locationTrueCountryCode, .locationImpossibleTravel, .locationSpoofed, .locationDeviceNetworkMismatch:
            location
        case .identitySpoofed, .identityReplayed, .identityKnownVisitor, .identitySeenCount, .identityAccountCount:
            identity
        case .behaviourObserved, .behaviourInteractionCount:
            behaviour
        }
    }

    private func make(
        _ group: String, _ name: String, _ type: CELType, constraint: RecordType.Constraint? = nil, _ meaning: String,
        tripwire: String? = nil, verisoul: String? = nil, merge: SignalDefinition.Merge = .single
    ) -> SignalDefinition {
        var sources: [ProviderName: String] = [:]
        sources[.tripwire] = tripwire
        sources[.verisoul] = verisoul
        return SignalDefinition(
            group: group, name: name, type: type, constraint: constraint, merge: merge, meaning: meaning,
            sources: sources)
    }

    private var network: SignalDefinition {
        let ready = "(`network.status` is `ready`)"
        switch self {
        case .networkVPN:
            return make(
                "network", "vpn", .bool, "through a VPN", tripwire: "`network.anonymity.vpn` \(ready)",
                verisoul: "`risk_signals.vpn`", merge: .anyTrue)
        case .networkProxy:
            return make(
                "network", "proxy", .bool, "through a proxy of any kind",
                tripwire: "`network.anonymity.proxy`, `.residential_proxy` or `.callback_proxy` \(ready)",
                verisoul: "`risk_signals.proxy`", merge: .anyTrue)
        case .networkResidentialProxy:
            return make(
                "network", "residential_proxy", .bool, "through somebody's home connection",
                tripwire: "`network.anonymity.residential_proxy` \(ready)")
        case .networkTor:
            return make(
                "network", "tor", .bool, "through Tor", tripwire: "`network.anonymity.tor` \(ready)",
                verisoul: "`risk_signals.tor`", merge: .anyTrue)
        case .networkRelay:
            return make(
                "network", "relay", .bool, "through a privacy relay, such as Apple's",
                tripwire: "`network.anonymity.relay` \(ready)",
                verisoul: "`network.connection_type` is `private_relay` (says only true)", merge: .anyTrue)
        case .networkDatacenter:
            return make(
                "network", "datacenter", .bool, "from a hosting provider's network",
                tripwire: "`network.anonymity.hosting` \(ready)", verisoul: "`risk_signals.datacenter`",
                merge: .anyTrue)
        case .networkSpoofedIP:
            return make(
                "network", "spoofed_ip", .bool, "the address is not the real one",
                verisoul: "`risk_signals.spoofed_ip`")
        case .networkRecentFraudIP:
            return make(
                "network", "recent_fraud_ip", .bool, "the address was seen in fraud lately",
                verisoul: "`risk_signals.recent_fraud_ip`")
        case .networkListed:
            return make(
                "network", "listed", .bool, "the address is on a reputation list",
                tripwire: "`network.reputation.listed` \(ready)")
        case .networkSuspicious:
            return make(
                "network", "suspicious", .bool, "the whole network has a bad reputation",
                tripwire: "`network.reputation.suspicious_network` \(ready)")
        case .networkCountryCode:
            return make(
                "network", "country_code", .string, "country of the address, ISO 3166 alpha-2",
                tripwire: "`network.location.country_code`", verisoul: "`location.country_code`", merge: .first)
        case .networkConnectionType:
            return make(
                "network", "connection_type", .string, "isp, mobile, hosting, business, … (open)",
                verisoul: "`network.connection_type`")
        case .networkASN:
            return make("network", "asn", .string, "autonomous system number", tripwire: "`network.routing.asn`")
        default:
            return make(
                "network", "organization", .string, "who runs the network",
                tripwire: "`network.routing.organization`", verisoul: "`network.service_provider`", merge: .first)
        }
    }

    private var device: SignalDefinition {
        let level = "is `elevated` or `high_risk`"
        switch self {
        case .deviceCategory:
            return make(
                "device", "category", .string, "desktop, mobile, tablet, … (open)", tripwire: "`device.form_factor`",
                verisoul: "`device.category`", merge: .first)
        case .deviceHighRisk:
            return make(
                "device", "high_risk", .bool, "the vendor's own verdict on the device",
                verisoul: "`risk_signals.device_risk`")
        case .deviceRiskScore:
            return make(
                "device", "risk_score", .double, constraint: .range(0...1), "0 to 1, 1 is risky",
                verisoul: "`risk_signal_scores.device_risk`")
        case .deviceTampered:
            return make(
                "device", "tampered", .bool, "the browser or application was altered",
                tripwire: "`runtime_integrity.tampering` \(level), or `native_runtime_integrity.code_signing.invalid`")
        case .deviceEmulated:
            return make(
                "device", "emulated", .bool, "an emulator or simulator",
                tripwire:
                    "`runtime_integrity.emulation` \(level), or `native_runtime_integrity.simulator_or_emulator.detected`"
            )
        case .deviceVirtualized:
            return make(
                "device", "virtualized", .bool, "a virtual machine",
                tripwire: "`runtime_integrity.virtualization` \(level)")
        case .deviceRooted:
            return make(
                "device", "rooted", .bool, "jailbroken or rooted",
                tripwire: "`native_runtime_integrity.jailbreak_or_root.detected`")
        case .deviceHooked:
            return make(
                "device", "hooked", .bool, "the application's functions are intercepted",
                tripwire: "`native_runtime_integrity.hooks.detected`")
        case .deviceDeveloperTools:
            return make(
                "device", "developer_tools", .bool, "developer tools or a debugger in use",
                tripwire:
                    "`runtime_integrity.developer_tools` \(level), or `native_runtime_integrity.debugger.attached`")
        case .devicePrivacyHardened:
            return make(
                "device", "privacy_hardened", .bool, "hides what browsers usually tell",
                tripwire: "`runtime_integrity.privacy_hardening` \(level)")
        case .deviceOutdated:
            return make(
                "device", "outdated", .bool, "an environment older than people use",
                tripwire: "`runtime_integrity.outdated_environment` \(level)")
        default:
            return make(
                "device", "user_agent_mismatch", .bool, "the connection isn't that of the browser it claims to be",
                tripwire: "`connection_fingerprint.user_agent_alignment` is `mismatch`; false if `match`")
        }
    }

    private var automation: SignalDefinition {
        switch self {
        case .automationStatus:
            return make(
                "automation", "status", .string, constraint: .oneOf(["automated", "human", "uncertain"]),
                "automated, human or uncertain",
                tripwire: "`decision.automation_status`")
        case .automationAutomated:
            return make(
                "automation", "automated", .bool, "a program drives the browser",
                tripwire: "`decision.automation_status` is `automated`")
        case .automationDefinitive:
            return make(
                "automation", "definitive", .bool, "a signal that proves it, even in a preliminary decision",
                tripwire: "any of `signals_fired` has role `risk` and strength `definitive`")
        case .automationVerifiedBot:
            return make(
                "automation", "verified_bot", .bool, "a bot that proved who it is (Web Bot Auth)",
                tripwire: "`web_bot_auth.status` is `verified`; false if anything else or nothing is said")
        case .automationRiskScore:
            return make(
                "automation", "risk_score", .int, constraint: .range(0...100),
                "0 to 100: 0–39 human, 40–69 uncertain, 70–100 automated",
                tripwire: "`decision.risk_score`")
        default:
            return make(
                "automation", "final", .bool, "the vendor won't change its mind any more",
                tripwire: "`decision.decision_status` is `final`")
        }
    }

    private var location: SignalDefinition {
        switch self {
        case .locationTrueCountryCode:
            return make(
                "location", "true_country_code", .string, "best guess of the country behind a proxy",
                verisoul: "`true_country_code`")
        case .locationImpossibleTravel:
            return make(
                "location", "impossible_travel", .bool, "two places in too short a time",
                verisoul: "`risk_signals.impossible_travel`")
        case .locationSpoofed:
            return make(
                "location", "spoofed", .bool, "the location is forged", verisoul: "`risk_signals.location_spoofing`")
        default:
            return make(
                "location", "device_network_mismatch", .bool, "device and network tell different places",
                verisoul: "`risk_signals.device_network_mismatch`")
        }
    }

    private var identity: SignalDefinition {
        switch self {
        case .identitySpoofed:
            return make(
                "identity", "spoofed", .bool, "pretends to be another browser or device",
                tripwire: "`runtime_integrity.identity_spoofing` is `elevated` or `high_risk`")
        case .identityReplayed:
            return make(
                "identity", "replayed", .bool, "a recording of another session",
                tripwire: "`runtime_integrity.replay` is `elevated` or `high_risk`")
        case .identityKnownVisitor:
            return make(
                "identity", "known_visitor", .bool, "this visitor was here before",
                tripwire: "`visitor_fingerprint.lifecycle.seen_count` is more than 1")
        case .identitySeenCount:
            return make(
                "identity", "seen_count", .double, "how often this visitor was seen",
                tripwire: "`visitor_fingerprint.lifecycle.seen_count`")
        default:
            return make(
                "identity", "account_count", .int, "accounts that this session is linked to",
                verisoul: "length of `account_ids`")
        }
    }

    private var behaviour: SignalDefinition {
        switch self {
        case .behaviourObserved:
            return make(
                "behaviour", "observed", .bool, "there was behaviour to judge",
                tripwire: "`analysis_coverage.behavioral`")
        default:
            return make(
                "behaviour", "interaction_count", .double,
                "mouse, click, keyboard, touch and clipboard events so far (zero proves nothing)",
                verisoul: "sum of `bot.*_num_events`")
        }
    }
}
