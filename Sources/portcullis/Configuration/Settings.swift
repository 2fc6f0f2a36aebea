import Curl
import DecisionLog
import Decisions
import Providers
import Server
import Upstream

/// The whole configuration, checked: whatever is in it can be used.
struct Settings: Sendable {
    struct Vendor: Sendable, Discreet {
        let name: ProviderName
        let baseURL: BaseURL
        let key: String
        let connection: CurlClient.Configuration
        /// With the vendor's share of the cache.
        let upstream: UpstreamConfiguration
    }

    let address: ListenAddress
    /// Nil for connections that aren't encrypted.
    let tls: TLSFiles?
    let clientNames: ClientNames
    let authentication: Authentication
    let maxRequestsInFlight: Int
    /// The enabled ones.
    let vendors: [Vendor]
    let decisionTimeout: Duration
    let sealedTokens: SealedTokenRule
    let policyDirectory: String
    /// How often the policies' files are looked at; nil for never.
    let policyReloadInterval: Duration?
    let policyMaxAge: Duration?
    let challengerDirectory: String?
    let idempotency: (timeToLive: Duration, maxEntries: Int)
    let log: DecisionLog.Configuration
    /// Nil if checkpoints aren't posted.
    let checkpointPost: CheckpointPublisher.Configuration?
    let privacy: PrivacyRules
    let evidence: EvidenceLevel
    /// Nil without `log.privacy.hmac_key`.
    let pseudonyms: Pseudonyms?
    /// Whether metrics are recorded, and served at `/metrics`.
    let isMetered: Bool
    /// Nil: no spans are made.
    let tracing: TracingSettings?
    /// Each setting that has a value, with its source; for `config check`.
    let values: [(key: SettingKey, value: SettingValue)]
}
