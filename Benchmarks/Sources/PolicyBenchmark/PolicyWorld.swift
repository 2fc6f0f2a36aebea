import CEL
import Foundation
import Policy

/// A vocabulary like that of the service, and evidence as an ordinary session gives it: everything known, no rule applies.
struct PolicyWorld {
    let evidence: Evidence
    private let vocabulary: Vocabulary

    private static let network = RecordType(
        "signals.network",
        [.init("vpn", .bool), .init("proxy", .bool), .init("tor", .bool), .init("country_code", .string)])
    private static let automation = RecordType(
        "signals.automation", [.init("risk_score", .int), .init("status", .string), .init("automated", .bool)])
    private static let signals = RecordType(
        "signals", [.init("network", .record(network)), .init("automation", .record(automation))])
    private static let provider = RecordType("provider", [.init("status", .string)])
    private static let providers = RecordType("providers", [.init("tripwire", .record(provider))])
    private static let subject = RecordType("subject", [.init("account_id", .string), .init("email", .string)])

    /// Conditions as policies have them; none applies.
    private static let conditions = [
        #"providers.tripwire.status == "ok" && signals.automation.automated"#,
        "signals.network.vpn && signals.network.country_code != \"US\"",
        "signals.automation.risk_score >= 40 && signals.automation.risk_score < 70",
        "has(subject.account_id) && subject.account_id in lists.trusted",
        #"subject.email.endsWith("@example.org")"#,
        "signals.network.tor || signals.network.proxy",
        #"signals.automation.status in ["automated", "uncertain"]"#,
        #"has(attributes.plan) && attributes.plan == "gold""#,
    ]

    init() {
        vocabulary = Vocabulary(
            variables: [
                Variable("signals", .record(Self.signals)), Variable("providers", .record(Self.providers)),
                Variable("subject", .record(Self.subject)),
                Variable("attributes", .map(.string, .dyn), isOpenEvidence: true), Variable("now", .timestamp),
            ],
            callers: ["subject", "attributes"], providers: ["tripwire"], causes: ["timeout"], suppliers: { _ in [] },
            optionalParts: { _ in [] }, evidenceWithout: { _ in [] })
        let network = Self.record(
            Self.network,
            ["vpn": .bool(false), "proxy": .bool(false), "tor": .bool(false), "country_code": .string("DE")])
        let automation = Self.record(
            Self.automation, ["risk_score": .int(7), "status": .string("human"), "automated": .bool(false)])
        let status = Self.record(Self.provider, ["status": .string("ok")])
        evidence = Evidence(
            [
                ("signals", Self.record(Self.signals, ["network": network, "automation": automation])),
                ("providers", Self.record(Self.providers, ["tripwire": status])),
                (
                    "subject",
                    Self.record(
                        Self.subject, ["account_id": .string("acc_1984"), "email": .string("john.doe@example.com")])
                ),
                ("attributes", .map(MapValue([.init(key: .string("plan"), value: .string("free"))])!)),
                ("now", .timestamp(Timestamp(rfc3339: "2026-11-21T08:00:00Z")!)),
            ],
            providers: [.init("tripwire", .ok)])
    }

    func policy(rules: Int) throws -> Policy {
        var text = "version: \"1\"\nevent: signup\ndefault: allow\nlists: { trusted: [a, b, c] }\nrules:\n"
        for index in 0..<rules {
            let when = Self.conditions[index % Self.conditions.count]
            text += "  - { id: r\(index), when: '\(when)', then: review }\n"
        }
        let file = FileManager.default.temporaryDirectory.appending(path: "benchmark-\(UUID().uuidString).yaml")
        try text.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        return try PolicyLoader(vocabulary: vocabulary).load(file: file.path)
    }

    private static func record(_ type: RecordType, _ fields: KeyValuePairs<String, Value>) -> Value {
        var record = Record(type)
        for (name, value) in fields { record[name] = value }
        return .record(record)
    }
}
