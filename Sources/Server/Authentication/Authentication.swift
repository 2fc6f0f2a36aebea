import FoundationEssentials
import Hummingbird

/// Tells who sends a request. Each way to authenticate ends in a ``Caller`` of this one table, by its name.
package struct Authentication: Sendable {
    /// Who has signed a request, and with what identity.
    struct Signed {
        let caller: Caller
        /// The same however often the request is sent.
        let messageID: String
    }

    private let keys: BearerKeys
    private let webhooks: WebhookSecrets
    private let takesCertificates: Bool
    private let callers: [String: Caller]
    /// Where nobody is asked.
    private let anyone: Caller
    private let now: @Sendable () -> Date

    /// Nobody is asked: only a loopback address may be bound then.
    package static let none = Authentication(keys: .none)

    /// - Parameters:
    ///   - permissions: by callers' names; who isn't there has ``Permissions/standard``.
    ///   - limits: decisions a minute, by callers' names; 0 for no limit.
    ///   - standardLimit: the same for who isn't there.
    ///   - now: the wall clock, for the time of signatures.
    package init(
        keys: BearerKeys, webhooks: WebhookSecrets = .none, clientNames: ClientNames = .none,
        permissions: [String: Permissions] = [:],
        limits: [String: Int] = [:], standardLimit: Int = 0, now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.keys = keys
        self.webhooks = webhooks
        takesCertificates = !clientNames.isEmpty
        self.now = now
        var callers: [String: Caller] = [:]
        for name in keys.names + webhooks.names + clientNames.names where callers[name] == nil {
            callers[name] = Caller(
                name: name, permissions: permissions[name] ?? .standard,
                limit: CallerLimit(perMinute: limits[name] ?? standardLimit))
        }
        self.callers = callers
        anyone = Caller(name: "", permissions: .all, limit: CallerLimit(perMinute: standardLimit))
    }

    package var isConfigured: Bool { !callers.isEmpty }
    /// Whether a request may be signed instead of presenting a key.
    package var takesSignatures: Bool { !webhooks.isEmpty }

    /// Whether somebody can call under this name.
    package func knows(_ name: String) -> Bool { callers[name] != nil }

    /// - Parameter certified: the name that the client's certificate stands for; nil for none.
    /// - Throws: a 401 for a request that doesn't tell, or tells something wrong.
    func caller(of headers: HTTPFields, certified: String?) throws(Problem) -> Caller {
        guard isConfigured else { return anyone }
        guard let presented = Self.token(headers[.authorization]) else {
            if let caller = certified.flatMap({ callers[$0] }) { return caller }
            throw Problem(.unauthorized, .missingCredentials, "\(ways).", headers: [.wwwAuthenticate: challenge])
        }
        guard let caller = keys.name(ofPresented: presented).flatMap({ callers[$0] }) else {
            throw Problem(
                .unauthorized, .invalidCredentials, "The key is not known here.",
                headers: [.wwwAuthenticate: "Bearer error=\"invalid_token\""])
        }
        return caller
    }

    /// Whether a request is to be taken for a signed one. One with a key isn't, whatever else it has.
    func isSigned(_ headers: HTTPFields) -> Bool {
        takesSignatures && headers[.authorization] == nil && WebhookMessage.isClaimed(by: headers)
    }

    /// - Throws: a 401 for a request whose signature is no good.
    func signer(of headers: HTTPFields, body: [UInt8]) throws(Problem) -> Signed {
        do throws(WebhookError) {
            let message = try WebhookMessage(headers, now: Int64(now().timeIntervalSince1970.rounded(.down)))
            let name = try webhooks.name(ofSignerOf: message, body: body)
            let known = callers[name]
            // What is signed is the body, not the path: the same bytes must not be good for anything but what they say.
            let permissions = known?.permissions.intersection(.decide) ?? []
            return Signed(
                caller: Caller(name: name, permissions: permissions, limit: known?.limit), messageID: message.id)
        } catch {
            throw Problem(.unauthorized, error.code, error.detail, headers: [.wwwAuthenticate: challenge])
        }
    }

    private var ways: String {
        let key = keys.isEmpty ? nil : "Send a key as 'Authorization: Bearer <key>'"
        let signature = takesSignatures ? "sign the request as Standard Webhooks 1.0 has it" : nil
        let certificate = takesCertificates ? "show a client certificate that stands for a caller" : nil
        return [key, signature, certificate].compactMap { $0 }.joined(separator: ", or ")
    }

    /// Signatures have no registered scheme; a 401 has to name one.
    private var challenge: String { keys.isEmpty ? "StandardWebhooks" : "Bearer" }

    /// What follows the scheme (RFC 6750), whose case doesn't matter (RFC 9110, section 11.1).
    private static func token(_ header: String?) -> Substring? {
        guard let header, let space = header.firstIndex(of: " "),
            header[..<space].lowercased() == "bearer"
        else { return nil }
        let token = header[header.index(after: space)...].drop { $0 == " " }
        return token.isEmpty ? nil : token
    }
}
