import CEL
import Providers
import Testing

@testable import Decisions

@Suite("What of personal data goes into the log")
struct PrivacyRulesTests {
    private static let pseudonyms = Pseudonyms(key: Array("0123456789abcdef0123456789abcdef".utf8))

    private let subject: Record = {
        var subject = Record(Subject.recordType)
        subject["account_id"] = .string("john-doe")
        subject["email"] = .string("j@example.com")
        subject["ip"] = .string("203.0.113.10")
        return subject
    }()

    @Test("of the subject is what the rules say: kept, a pseudonym, or nothing")
    func rules() throws {
        let rules = try PrivacyRules(
            rules: [.accountID: .keep, .email: .hmac, .ip: .drop], pseudonyms: Self.pseudonyms)
        let masked = rules.masked(subject: subject)
        #expect(masked["account_id"] == .string("john-doe"))
        // printf 'email:j@example.com' | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef
        #expect(masked["email"] == .string("hmac:d3bb0ddd7993086daafd3e1a7d887c01"))
        #expect(masked["ip"] == nil)
    }

    @Test("is nothing without a rule; a rule for pseudonyms without a key is refused, whatever it is for")
    func failsClosed() throws {
        let masked = PrivacyRules.nothing.masked(subject: subject)
        for field in Subject.Field.allCases { #expect(masked[field.rawValue] == nil) }
        #expect(throws: PrivacyRules.MissingKey.self) { try PrivacyRules(rules: [.email: .hmac]) }
        #expect(throws: PrivacyRules.MissingKey.self) { try PrivacyRules(rules: [:], attributes: .hmac) }
        #expect(throws: PrivacyRules.MissingKey.self) {
            try PrivacyRules(rules: [:], attributesByName: ["name": .hmac])
        }
    }

    @Test("of the attributes has a rule for all and rules for single ones, and pseudonyms down to each value of a list")
    func attributes() throws {
        let body = """
            {"session_id":"sid_c1ean000000000000000000101","attributes":
              {"plan":"free","name":"John","age":42,"tags":["a","b"],"nested":{"j@example.com":1},"none":null}}
            """
        let attributes = try DecisionRequest(json: Array(body.utf8)).attributes
        let masked = try PrivacyRules(
            rules: [:], attributes: .hmac, attributesByName: ["plan": .keep, "age": .drop], pseudonyms: Self.pseudonyms
        ).masked(attributes: attributes)
        func pseudonym(_ text: String, _ name: String) -> Value {
            .string(Self.pseudonyms.pseudonym(of: text, field: "attributes.\(name)"))
        }
        #expect(masked["plan"] == .string("free"))
        #expect(masked["name"] == pseudonym("John", "name"))
        #expect(masked["tags"] == .list([pseudonym("a", "tags"), pseudonym("b", "tags")]))
        #expect(masked["none"] == .null)
        #expect(masked.count == 4)
        #expect(PrivacyRules.nothing.masked(attributes: attributes).count == 0)
    }

    @Test("of a vendor's answer is nothing by default, and by rule what it saw, under the subject's pseudonyms")
    func vendor() throws {
        let body = """
            {"session_id":"56f9a065-1583-48af-a5c4-cd5921b21a12","account_ids":["john-doe","jane"],"device_id":"d-1",
             "true_country_code":"US","network":{"ip_address":"203.0.113.10","connection_type":"isp"},
             "location":{"country_code":"US","city":"Austin","latitude":30.45},"browser":{"user_agent":"Mozilla"}}
            """
        let facts = try #require(ProviderName.verisoul.facts(in: Array(body.utf8)))
        let usual = #"{"true_country_code":"US","network":{"connection_type":"isp"},"location":{"country_code":"US"}}"#
        #expect(PrivacyRules.nothing.evidenceJSON(of: facts) == Array(usual.utf8))
        let rules = try PrivacyRules(
            rules: [.ip: .hmac, .location: .hmac, .userAgent: .keep, .linkedAccounts: .hmac],
            pseudonyms: Self.pseudonyms)
        let masked = try Value(json: #require(rules.evidenceJSON(of: facts)))
        func value(_ path: String...) -> Value? {
            path.reduce(Optional(masked)) { value, name in
                if case .map(let map)? = value { map[name] } else { nil }
            }
        }
        #expect(value("network", "ip_address") == .string(Self.pseudonyms.pseudonym(of: "203.0.113.10", field: "ip")))
        #expect(value("network", "connection_type") == .string("isp"))
        #expect(value("location", "country_code") == .string("US"))
        #expect(value("location", "city") == .string(Self.pseudonyms.pseudonym(of: "Austin", field: "location")))
        #expect(value("location", "latitude") == .string(Self.pseudonyms.pseudonym(of: "30.45", field: "location")))
        #expect(value("browser", "user_agent") == .string("Mozilla"))
        #expect(value("device_id") == nil)
        guard case .list(let accounts)? = value("account_ids") else { throw PrivacyRules.MissingKey() }
        #expect(accounts.first == .string(Self.pseudonyms.pseudonym(of: "john-doe", field: "linked_accounts")))
    }

    @Test("names fields that the vendors' answers have", arguments: ProviderName.allCases)
    func paths(provider: ProviderName) {
        for (path, _) in provider.personalFields {
            var type: RecordType? = provider.recordType
            for name in path.split(separator: ".") {
                guard let field = type?.fields.first(where: { $0.name == name }) else {
                    Issue.record("\(provider.rawValue) has no \(path)")
                    break
                }
                if case .record(let inner) = field.type { type = inner } else { type = nil }
            }
        }
    }
}
