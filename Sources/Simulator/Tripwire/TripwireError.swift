/// A refusal of the Tripwire API: the vendor's error envelope.
///
/// The vendor documents the codes `auth.missing_api_key`, `auth.invalid_api_key`, `request.not_found` and
/// `request.validation_failed`; the others are made up in the same manner, as clients must accept unknown ones.
struct TripwireError: Sendable {
    let status: Int
    let code: String
    let message: String
    var retryable = false
    var details: JSON?

    static let missingKey = TripwireError(
        status: 401, code: "auth.missing_api_key", message: "This request has no bearer token.")
    static let invalidKey = TripwireError(
        status: 401, code: "auth.invalid_api_key", message: "This bearer token isn't known.")
    static let publishableKey = TripwireError(
        status: 403, code: "auth.secret_key_required", message: "Publishable keys can't read sessions.")
    static let missingScope = TripwireError(
        status: 403, code: "auth.insufficient_scope", message: "This key lacks the scope sessions:read.")
    static let notFound = TripwireError(
        status: 404, code: "request.not_found", message: "There is no such session.")
    static let malformedID = TripwireError(
        status: 422, code: "request.validation_failed", message: "The session ID isn't well-formed.",
        details: [
            "fields": [
                [
                    "name": "sessionId", "issue": "invalid_format",
                    "expected": "sid_ and 26 characters of lower-case Crockford base32",
                ]
            ],
            "parameter_set": "sessions",
        ])
    static let rateLimited = TripwireError(
        status: 429, code: "request.rate_limited", message: "The organisation's rate limit is used up.",
        retryable: true, details: ["next_action": "retry"])
    static let internalError = TripwireError(
        status: 500, code: "server.internal_error", message: "Something went wrong.", retryable: true)
    static let unavailable = TripwireError(
        status: 503, code: "server.unavailable", message: "Sessions can't be read at the moment.", retryable: true,
        details: ["next_action": "retry"])

    /// The answer that carries this error.
    var answer: Answer {
        Answer(status: status, body: .json { visit in envelope(requestID: visit.requestID) })
    }

    private func envelope(requestID: String) -> JSON {
        var error: JSON = [
            "code": .string(code), "message": .string(message), "status": .integer(status),
            "retryable": .bool(retryable), "request_id": .string(requestID),
            "docs_url": "https://docs.example.com/errors/\(code)",
        ]
        if let details { error["details"] = details }
        return ["error": error]
    }
}

extension Answer {
    /// A session as Tripwire tells it.
    static func tripwire(_ profile: TripwireProfile) -> Answer {
        Answer(body: .json { TripwireSession.answer(profile, visit: $0) })
    }
}
