import HTTPTypes

/// Everything that the service answers: what the router is built from, what 404 and 405 tell of, and what `openapi.json`
/// describes, under the same names.
enum Endpoint: String, Sendable, CaseIterable {
    case decide
    case decideBatch
    case getDecision
    case reloadPolicies
    case live
    case ready
    case metrics
    case openapi

    /// With `{name}` for a part that is a parameter.
    var path: String {
        switch self {
        case .decide: "/v1/decisions"
        case .decideBatch: "/v1/decisions/batch"
        case .getDecision: "/v1/decisions/{id}"
        case .reloadPolicies: "/v1/policies/reload"
        case .live: "/livez"
        case .ready: "/readyz"
        case .metrics: "/metrics"
        case .openapi: "/openapi.json"
        }
    }

    var method: HTTPRequest.Method {
        switch self {
        case .decide, .decideBatch, .reloadPolicies: .post
        case .getDecision, .live, .ready, .metrics, .openapi: .get
        }
    }

    /// Whether requests pass the gate: only known callers are answered, where any are configured, and only so many at once.
    var isGuarded: Bool {
        switch self {
        case .decide, .decideBatch, .getDecision, .reloadPolicies: true
        case .live, .ready, .metrics, .openapi: false
        }
    }
}
