import Hummingbird

/// Lets through who presents a known key as `Authorization: Bearer <key>` (RFC 6750). Without any key configured it
/// lets everybody through: then only a loopback address may be bound.
struct BearerMiddleware: RouterMiddleware {
    typealias Context = ServerContext

    let keys: BearerKeys

    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard !keys.isEmpty else { return try await next(request, context) }
        guard let presented = Self.token(request.headers[.authorization]) else {
            throw Problem(
                .unauthorized, .missingCredentials, "Send a key as 'Authorization: Bearer <key>'.",
                headers: [.wwwAuthenticate: "Bearer"])
        }
        guard let name = keys.name(ofPresented: presented) else {
            throw Problem(
                .unauthorized, .invalidCredentials, "The key is not known here.",
                headers: [.wwwAuthenticate: "Bearer error=\"invalid_token\""])
        }
        var context = context
        context.caller = name
        return try await next(request, context)
    }

    /// What follows the scheme, whose case doesn't matter (RFC 9110, section 11.1).
    private static func token(_ header: String?) -> Substring? {
        guard let header, let space = header.firstIndex(of: " "),
            header[..<space].lowercased() == "bearer"
        else { return nil }
        let token = header[header.index(after: space)...].drop { $0 == " " }
        return token.isEmpty ? nil : token
    }
}
