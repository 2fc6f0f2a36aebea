import HTTPTypes

/// Everything that the service answers: what the router is built from, what 404 and 405 tell of, and what `openapi.json`
/// describes, under the same names.
enum Endpoint: String, Sendable, CaseIterable {
    case decide
    case decideBatch
    case getDecision
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
        case .live: "/livez"
        case .ready: "/readyz"
        case .metrics: "/metrics"
        case .openapi: "/openapi.json"
        }
    }

    var method: HTTPRequest.Method {
        switch self {
        case .decide, .decideBatch: .post
        case .getDecision, .live, .ready, .metrics, .openapi: .get
        }
    }

    /// Whether only known callers are answered, where any are configured.
    var needsKey: Bool {
        switch self {
        case .decide, .decideBatch, .getDecision: true
        case .live, .ready, .metrics, .openapi: false
        }
    }
}
