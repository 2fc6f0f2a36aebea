/// A refusal of the Verisoul API.
///
/// The vendor documents the two shapes of a 400 and nothing of the others: those aren't JSON here, so that no client
/// comes to rely on it.
enum VerisoulError {
    static let notFound = Answer(
        status: 400, body: .json { _ in ["statusCode": 400, "message": "Session ID not found"] })
    static let badRequest = Answer(
        status: 400,
        body: .json { _ in
            ["message": "The request isn't valid", "error": "Bad Request", "statusCode": 400]
        })
    static let unauthorized = Answer.text(401, "Unauthorized\n")
    static let forbidden = Answer.text(403, "Forbidden\n")
    static let rateLimited = Answer.text(429, "Too Many Requests\n")
    static let unavailable = Answer.text(503, "Service Unavailable\n")
}

extension Answer {
    /// A session as Verisoul tells it.
    static func verisoul(_ profile: VerisoulProfile) -> Answer {
        Answer(body: .json { VerisoulSession.answer(profile, visit: $0) })
    }
}
