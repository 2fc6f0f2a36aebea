import Hummingbird

/// Lets through who presents a known key as `Authorization: Bearer <key>` (RFC 6750), or else has shown a certificate that
/// stands for a caller. Without either configured it lets everybody through: then only a loopback address may be bound.
struct BearerMiddleware: RouterMiddleware {
    typealias Context = ServerContext

    let keys: BearerKeys
    /// Whether certificates may stand for callers.
    let takesCertificates: Bool

    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard !keys.isEmpty || takesCertificates else { return try await next(request, context) }
        guard let presented = Self.token(request.headers[.authorization]) else {
            guard let caller = context.certifiedCaller else { throw missingCredentials }
            var context = context
            context.caller = caller
            return try await next(request, context)
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

    private var missingCredentials: Problem {
        let key = "Send a key as 'Authorization: Bearer <key>'"
        return Problem(
            .unauthorized, .missingCredentials,
            takesCertificates ? "\(key), or show a client certificate that stands for a caller." : "\(key).",
            headers: [.wwwAuthenticate: "Bearer"])
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
