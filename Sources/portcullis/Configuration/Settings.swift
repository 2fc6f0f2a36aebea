import DecisionLog
import Decisions
import Logging
import Providers
import Server

/// The whole configuration, checked: whatever is in it can be used.
struct Settings: Sendable {
    struct Vendor: Sendable {
        let name: ProviderName
        let baseURL: BaseURL
        let key: String
    }

    let host: String
    let port: Int
    let keys: BearerKeys
    /// The enabled ones.
    let vendors: [Vendor]
    let decisionTimeout: Duration
    let maxAttempts: Int
    let cacheMaxBytes: Int
    let policyDirectory: String
    let logDirectory: String
    let logInstance: String
    let logDurability: Durability
    let privacy: PrivacyRules
    let loggingLevel: Logger.Level
    /// Each setting that has a value, with its source; for `config check`.
    let values: [(key: SettingKey, value: SettingValue)]
}
