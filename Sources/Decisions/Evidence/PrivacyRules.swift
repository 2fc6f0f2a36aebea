import CEL
import Crypto
import Curl

/// What of a request's personal data goes into the decision log. The caller's answer holds none of it in any case.
package struct PrivacyRules: Sendable, Discreet {
    package enum Rule: String, Sendable, CaseIterable {
        /// As it is.
        case keep
        /// A keyed pseudonym: who holds the key can test a value against it, nobody can read it back.
        case hmac
        /// Not at all.
        case drop
    }

    private let rules: [Subject.Field: Rule]
    private let key: SymmetricKey?
    let keepsAttributes: Bool

    /// - Parameters:
    ///   - rules: for each field of the subject; one that is left out is dropped.
    ///   - key: what `hmac` needs; without it a field under that rule is dropped, never written as it is.
    ///   - keepsAttributes: whether the caller's own facts are recorded.
    package init(rules: [Subject.Field: Rule], key: [UInt8]?, keepsAttributes: Bool) {
        self.rules = rules
        self.key = key.map { SymmetricKey(data: $0) }
        self.keepsAttributes = keepsAttributes
    }

    /// The subject as the log may know it.
    func apply(to subject: Record) -> Record {
        var masked = Record(subject.type)
        for field in Subject.Field.allCases {
            guard case .string(let text)? = subject[field.rawValue] else { continue }
            switch rules[field, default: .drop] {
            case .keep: masked[field.rawValue] = .string(text)
            case .hmac: masked[field.rawValue] = pseudonym(text, field).map(Value.string)
            case .drop: break
            }
        }
        return masked
    }

    /// `hmac:` and the first 32 hex digits of HMAC-SHA-256 over `<field>:<text>`, so that the same text in two fields
    /// has two pseudonyms.
    private func pseudonym(_ text: String, _ field: Subject.Field) -> String? {
        guard let key else { return nil }
        let code = HMAC<SHA256>.authenticationCode(for: Array("\(field.rawValue):\(text)".utf8), using: key)
        return "hmac:" + code.prefix(16).map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}
