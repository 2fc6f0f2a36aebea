import CEL

/// The vocabulary that all vendors' facts are brought into, under `signals.<group>.<name>` in policies and answers.
///
/// What each one means, and which field of which vendor it comes from, is in ``definition`` and, as a table, in
/// `docs/signals.md`.
package enum Signal: Int, Sendable, CaseIterable {
    case networkVPN
    case networkProxy
    case networkResidentialProxy
    case networkTor
    case networkRelay
    case networkDatacenter
    case networkSpoofedIP
    case networkRecentFraudIP
    case networkListed
    case networkSuspicious
    case networkCountryCode
    case networkConnectionType
    case networkASN
    case networkOrganization
    case deviceCategory
    case deviceHighRisk
    case deviceRiskScore
    case deviceTampered
    case deviceEmulated
    case deviceVirtualized
    case deviceRooted
    case deviceHooked
    case deviceDeveloperTools
    case devicePrivacyHardened
    case deviceOutdated
    case deviceUserAgentMismatch
    case automationStatus
    case automationAutomated
    case automationDefinitive
    case automationVerifiedBot
    case automationRiskScore
    case automationFinal
    case locationTrueCountryCode
    case locationImpossibleTravel
    case locationSpoofed
    case locationDeviceNetworkMismatch
    case identitySpoofed
    case identityReplayed
    case identityKnownVisitor
    case identitySeenCount
    case identityAccountCount
    case behaviourObserved
    case behaviourInteractionCount
}
