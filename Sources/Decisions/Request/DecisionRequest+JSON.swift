import CEL
import Providers

extension DecisionRequest {
    /// A request is small; whatever is beyond this is refused before it costs anything.
    package static let limits = JSONLimits(maxBytes: 64 * 1024, maxDepth: 16, maxElements: 1000)

    /// Null is as good as left out: callers' languages write it for what they don't have.
    private static let optionalFields: Set = ["event", "subject", "attributes", "sealed_token"]
    private static let maxEventCharacters = 64
    private static let maxSealedTokenCharacters = 32 * 1024

    /// Reads the body of `POST /v1/decisions`, in either of its forms.
    ///
    /// - Throws: ``InvalidRequest`` with the field's pointer.
    package convenience init(json body: [UInt8]) throws(InvalidRequest) {
        let value: Value
        do throws(JSONError) {
            value = try Value(json: body, limits: Self.limits)
        } catch {
            throw InvalidRequest(error)
        }
        guard case .map(let object) = value else {
            throw InvalidRequest(.invalidField, at: "", "The body has to be a JSON object.")
        }
        try self.init(object, bytes: body.count)
    }

    /// Reads one request, whose JSON is within the ``limits``.
    ///
    /// - Parameter bytes: the length of its JSON.
    convenience init(_ object: MapValue, bytes: Int) throws(InvalidRequest) {
        var sessions: [SessionID]?
        var isRouted = false
        var event = Self.defaultEvent
        var subject = Record(Subject.recordType)
        var attributes = MapValue()
        var sealedToken: String?
        for entry in object.entries {
            guard case .string(let name) = entry.key else { continue }
            if case .null = entry.value, Self.optionalFields.contains(name) { continue }
            switch name {
            case "session_id", "sessions":
                guard sessions == nil else {
                    throw InvalidRequest(.invalidField, at: "", "Send either 'session_id' or 'sessions', not both.")
                }
                isRouted = name == "session_id"
                sessions = name == "sessions" ? try Self.sessions(entry.value) : [try Self.session(entry.value)]
            case "event": event = try Self.event(entry.value)
            case "subject": subject = try Self.subject(entry.value)
            case "attributes": attributes = try Self.attributes(entry.value)
            case "sealed_token": sealedToken = try Self.sealedToken(entry.value)
            default:
                throw InvalidRequest(
                    .unknownField, at: InvalidRequest.pointer(name),
                    "Unknown field. Allowed are session_id, sessions, event, subject, attributes and sealed_token.")
            }
        }
        guard let sessions else {
            throw InvalidRequest(
                .missingField, at: "",
                "Send 'session_id' with one vendor's session, or 'sessions' with one for each vendor.")
        }
        if sealedToken != nil, !sessions.contains(where: { $0.provider == .tripwire }) {
            throw InvalidRequest(
                .invalidField, at: "/sealed_token", "'sealed_token' goes with a Tripwire session, and there is none.")
        }
        self.init(
            sessions: sessions, isRouted: isRouted, event: event, subject: subject, attributes: attributes,
            sealedToken: sealedToken, bytes: bytes)
    }

    /// Whether a text has 1 to so many characters: Unicode's scalars, as JSON Schema counts them.
    private static func fits(_ text: String, _ maxCharacters: Int) -> Bool {
        // No text has more of them than bytes, and most are short.
        !text.isEmpty && (text.utf8.count <= maxCharacters || text.unicodeScalars.count <= maxCharacters)
    }

    private static func session(_ value: Value) throws(InvalidRequest) -> SessionID {
        guard case .string(let text) = value, let session = SessionID(routing: text) else {
            throw InvalidRequest(
                .invalidSessionID, at: "/session_id",
                """
                'session_id' has to be a Tripwire session (\(SessionID.form(of: .tripwire))) or a Verisoul session \
                (a UUID). Use 'sessions' to name the vendor.
                """)
        }
        return session
    }

    private static func sessions(_ value: Value) throws(InvalidRequest) -> [SessionID] {
        let known = ProviderName.allCases.map(\.rawValue).joined(separator: ", ")
        let none = InvalidRequest(
            .invalidField, at: "/sessions", "'sessions' has to be an object with at least one of: \(known).")
        guard case .map(let object) = value else { throw none }
        var sessions: [SessionID] = []
        for entry in object.entries {
            guard case .string(let name) = entry.key else { continue }
            let pointer = "/sessions" + InvalidRequest.pointer(name)
            guard let provider = ProviderName(rawValue: name) else {
                throw InvalidRequest(.unknownField, at: pointer, "Unknown vendor. Allowed are: \(known).")
            }
            if case .null = entry.value { continue }
            guard case .string(let text) = entry.value, let session = SessionID(text, of: provider) else {
                throw InvalidRequest(
                    .invalidSessionID, at: pointer,
                    "A \(provider.rawValue) session has to be \(SessionID.form(of: provider)).")
            }
            sessions.append(session)
        }
        guard !sessions.isEmpty else { throw none }
        return sessions
    }

    private static func event(_ value: Value) throws(InvalidRequest) -> String {
        guard case .string(let text) = value, fits(text, maxEventCharacters) else {
            throw InvalidRequest(
                .invalidField, at: "/event", "'event' has to be a string of 1 to \(maxEventCharacters) characters.")
        }
        return text
    }

    private static func subject(_ value: Value) throws(InvalidRequest) -> Record {
        guard case .map(let object) = value else {
            throw InvalidRequest(.invalidField, at: "/subject", "'subject' has to be an object.")
        }
        var subject = Record(Subject.recordType)
        for entry in object.entries {
            guard case .string(let name) = entry.key else { continue }
            let pointer = "/subject" + InvalidRequest.pointer(name)
            guard let field = Subject.Field(rawValue: name) else {
                let allowed = Subject.Field.allCases.map(\.rawValue).joined(separator: ", ")
                throw InvalidRequest(
                    .unknownField, at: pointer, "Unknown field. Allowed are \(allowed); put others in 'attributes'.")
            }
            if case .null = entry.value { continue }
            guard case .string(let text) = entry.value, fits(text, field.maxCharacters) else {
                throw InvalidRequest(
                    .invalidField, at: pointer,
                    "Has to be a string of 1 to \(field.maxCharacters) characters, or left out.")
            }
            subject[name] = .string(text)
        }
        return subject
    }

    private static func sealedToken(_ value: Value) throws(InvalidRequest) -> String {
        guard case .string(let text) = value, fits(text, maxSealedTokenCharacters) else {
            throw InvalidRequest(
                .invalidField, at: "/sealed_token",
                "'sealed_token' has to be a string of 1 to \(maxSealedTokenCharacters) characters.")
        }
        return text
    }

    private static func attributes(_ value: Value) throws(InvalidRequest) -> MapValue {
        guard case .map(let object) = value else {
            throw InvalidRequest(.invalidField, at: "/attributes", "'attributes' has to be an object.")
        }
        return object
    }
}
