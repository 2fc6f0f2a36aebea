/// The vendors that Portcullis knows. The raw values are the names in configuration, requests, decisions and policies.
package enum ProviderName: String, Sendable, CaseIterable {
    case tripwire
    case verisoul
}
