/// Why a vendor gave facts, or gave none: the classification of every way that a call can end.
///
/// The raw values stand in decisions, policies, metrics and the log, and keep their names.
package enum Cause: String, Sendable, CaseIterable {
    /// The vendor answered, and the answer is about the session asked for.
    case ok
    /// The vendor answered that it doesn't know the session. It isn't down.
    case notFound = "not_found"
    /// The vendor refused the request itself; asking again would not help.
    case rejected
    /// The vendor refused our key.
    case unauthorized
    /// The vendor's rate limit is used up.
    case rateLimited = "rate_limited"
    /// The vendor failed while answering.
    case serverError = "server_error"
    /// No answer could be had over the network: name, connection, TLS, reset, early close.
    case unreachable
    /// No answer by the deadline.
    case timeout
    /// We didn't ask: a limit of our own was reached.
    case shed
    /// An answer that can't be read, or that is about another session.
    case badResponse = "bad_response"

    /// Whether the vendor has spoken about the session or the request: asking it for a second opinion, or taking what
    /// it said earlier instead, would only hide that.
    var isConclusive: Bool {
        switch self {
        case .ok, .notFound, .rejected: true
        case .unauthorized, .rateLimited, .serverError, .unreachable, .timeout, .shed, .badResponse: false
        }
    }
}
