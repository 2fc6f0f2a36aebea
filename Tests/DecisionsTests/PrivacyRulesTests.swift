import CEL
import Testing

@testable import Decisions

@Suite("What of the subject goes into the log")
struct PrivacyRulesTests {
    private let subject: Record = {
        var subject = Record(Subject.recordType)
        subject["account_id"] = .string("john-doe")
        subject["email"] = .string("j@example.com")
        subject["ip"] = .string("203.0.113.10")
        return subject
    }()

    @Test("is what the rules say: kept, a pseudonym, or nothing")
    func rules() {
        let rules = PrivacyRules(
            rules: [.accountID: .keep, .email: .hmac, .ip: .drop], key: Array("0123456789abcdef0123456789abcdef".utf8),
            keepsAttributes: true)
        let masked = rules.apply(to: subject)
        #expect(masked["account_id"] == .string("john-doe"))
        // printf 'email:j@example.com' | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef
        #expect(masked["email"] == .string("hmac:d3bb0ddd7993086daafd3e1a7d887c01"))
        #expect(masked["ip"] == nil)
    }

    @Test("is nothing without a rule, and nothing where the key for a pseudonym is missing")
    func failsClosed() {
        let rules = PrivacyRules(rules: [.email: .hmac], key: nil, keepsAttributes: true)
        let masked = rules.apply(to: subject)
        for field in Subject.Field.allCases { #expect(masked[field.rawValue] == nil) }
    }
}
