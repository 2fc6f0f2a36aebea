import CEL
import Policy

/// Why a request can't be decided as it stands: what is wrong, where, and what is allowed.
///
/// The text names fields and forms, and never repeats a value that the caller sent.
package struct InvalidRequest: Error, Sendable, Equatable {
    /// Stable, listed in `docs/errors.md`.
    package enum Code: String, Sendable, CaseIterable {
        case malformedJSON = "malformed_json"
        case invalidField = "invalid_field"
        case unknownField = "unknown_field"
        case missingField = "missing_field"
        case invalidSessionID = "invalid_session_id"
        case providerNotEnabled = "provider_not_enabled"
        case unknownEvent = "unknown_event"
    }

    package let code: Code
    /// RFC 6901, of the field in the request body; empty for the body as a whole.
    package let pointer: String
    /// A sentence for the developer who reads it.
    package let detail: String

    package init(_ code: Code, at pointer: String, _ detail: String) {
        self.code = code
        self.pointer = pointer
        self.detail = detail
    }

    init(_ error: JSONError) {
        self.init(.malformedJSON, at: error.pointer, "The body can't be read: \(error).")
    }

    /// What a policy's schema refuses.
    init(_ misfit: RequestMisfit) {
        let code: Code =
            switch misfit.kind {
            case .missing: .missingField
            case .unknown: .unknownField
            case .invalid: .invalidField
            }
        self.init(code, at: misfit.path.map(Self.pointer).joined(), misfit.detail)
    }

    /// The same of a request that stands at a place in a larger document.
    func within(_ place: String) -> InvalidRequest { InvalidRequest(code, at: place + pointer, detail) }

    /// A name as a part of a JSON pointer, cut where it is too long to repeat.
    static func pointer(_ name: String) -> String {
        var text = "/"
        for scalar in name.unicodeScalars.prefix(64) {
            switch scalar {
            case "~": text += "~0"
            case "/": text += "~1"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
