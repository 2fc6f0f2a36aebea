import Curl
import DecisionLog
import Decisions
import Logging
import Providers
import Server
import Upstream

/// The whole configuration, checked: whatever is in it can be used.
struct Settings: Sendable {
    struct Vendor: Sendable {
        let name: ProviderName
        let baseURL: BaseURL
        let key: String
        let connection: CurlClient.Configuration
        /// With the vendor's share of the cache.
        let upstream: UpstreamConfiguration
    }

    let host: String
    let port: Int
    let keys: BearerKeys
    /// The enabled ones.
    let vendors: [Vendor]
    let decisionTimeout: Duration
    let sealedTokens: SealedTokenRule
    let policyDirectory: String
    /// How often the policies' files are looked at; nil for never.
    let policyReloadInterval: Duration?
    let policyMaxAge: Duration?
    let challengerDirectory: String?
    let log: DecisionLog.Configuration
    let privacy: PrivacyRules
    let loggingLevel: Logger.Level
    /// Each setting that has a value, with its source; for `config check`.
    let values: [(key: SettingKey, value: SettingValue)]
}
