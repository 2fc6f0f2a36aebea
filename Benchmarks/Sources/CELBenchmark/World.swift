import CEL

/// Evidence as a decision has it, small.
struct World {
    let environment: Environment
    private(set) var activation: Activation

    private static let network = RecordType("signals.network", [.init("vpn", .bool), .init("country_code", .string)])
    private static let signals = RecordType("signals", [.init("network", .record(network))])
    private static let highlight = RecordType(
        "tripwire.highlight", [.init("key", .string), .init("effect", .string), .init("importance", .string)])
    private static let decision = RecordType(
        "tripwire.decision",
        [.init("risk_score", .int), .init("verdict", .string), .init("evaluated_at", .timestamp)])
    private static let tripwire = RecordType(
        "tripwire", [.init("decision", .record(decision)), .init("highlights", .list(.record(highlight)))])
    private static let subject = RecordType("subject", [.init("email", .string)])

    init() {
        environment = Environment(variables: [
            Variable("signals", .record(Self.signals)), Variable("tripwire", .record(Self.tripwire)),
            Variable("subject", .record(Self.subject)), Variable("now", .timestamp),
            Variable("attributes", .map(.string, .dyn), isOpenEvidence: true),
        ])
        activation = environment.activation()
        let network = Self.record(Self.network, ["vpn": .bool(true), "country_code": .string("DE")])
        let highlights = (0..<5).map { index in
            Self.record(
                Self.highlight,
                [
                    "key": .string("key_\(index)"), "effect": .string(index == 4 ? "increases_risk" : "reduces_risk"),
                    "importance": .string("high"),
                ])
        }
        let decision = Self.record(
            Self.decision,
            [
                "risk_score": .int(42), "verdict": .string("human"),
                "evaluated_at": .timestamp(Timestamp(rfc3339: "2026-11-20T08:00:00Z")!),
            ])
        activation[0] = Self.record(Self.signals, ["network": network])
        activation[1] = Self.record(Self.tripwire, ["decision": decision, "highlights": .list(highlights)])
        activation[2] = Self.record(Self.subject, ["email": .string("john.doe.1984@example.com")])
        activation[3] = .timestamp(Timestamp(rfc3339: "2026-11-21T08:00:00Z")!)
        activation[4] = .map(MapValue([.init(key: .string("plan"), value: .string("free"))])!)
    }

    private static func record(_ type: RecordType, _ fields: KeyValuePairs<String, Value>) -> Value {
        var record = Record(type)
        for (name, value) in fields { record[name] = value }
        return .record(record)
    }
}
