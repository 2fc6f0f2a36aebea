@testable import CEL

/// A small world to try expressions in.
struct Sample {
    static let network = RecordType(
        "signals.network", [.init("vpn", .bool), .init("tor", .bool), .init("country_code", .string)])
    static let signals = RecordType("signals", [.init("network", .record(network)), .init("bot", .bool)])
    static let highlight = RecordType(
        "highlight", [.init("key", .string), .init("effect", .string, .oneOf(["increases_risk", "reduces_risk"]))])
    static let decision = RecordType(
        "tripwire.decision",
        [
            .init("risk_score", .int, .range(0...100)),
            .init("decision_status", .string, .oneOf(["preliminary", "final"])),
            .init("evaluated_at", .timestamp),
        ])
    static let tripwire = RecordType(
        "tripwire",
        [
            .init("decision", .record(decision)), .init("highlights", .list(.record(highlight))),
            .init("labels", .map(.string, .int)), .init("ratio", .double),
        ])
    static let lists = RecordType("lists", [.init("trusted", .list(.string))])

    static let environment = Environment(variables: [
        Variable("signals", .record(signals)),
        Variable("tripwire", .record(tripwire)),
        Variable("attributes", .map(.string, .dyn), isOpenEvidence: true),
        Variable("now", .timestamp),
        Variable("lists", .record(lists), constant: trusted),
        Variable("x", .dyn),
    ])

    private static let trusted: Value = {
        var record = Record(lists)
        record["trusted"] = .list((0..<100).map { .string("user-\($0)") })
        return .record(record)
    }()

    /// Network facts but `tor`; a score; two highlights, one without an effect; attributes `plan`, `items`, `nested`.
    static func activation() -> Activation {
        var network = Record(Self.network)
        network["vpn"] = .bool(true)
        network["country_code"] = .string("DE")
        var signals = Record(Self.signals)
        signals["network"] = .record(network)
        var decision = Record(Self.decision)
        decision["risk_score"] = .int(42)
        var first = Record(highlight)
        first["key"] = .string("browser_automation")
        first["effect"] = .string("increases_risk")
        var second = Record(highlight)
        second["key"] = .string("known_visitor")
        var tripwire = Record(Self.tripwire)
        tripwire["decision"] = .record(decision)
        tripwire["highlights"] = .list([.record(first), .record(second)])
        tripwire["labels"] = map(["a": .int(1)])
        let attributes = map([
            "plan": .string("free"),
            "items": .list([map(["sku": .string("s1")]), map(["sku": .string("s2"), "n": .int(2)])]),
            "nested": map(["deep": .int(7)]), "nothing": .null,
        ])
        var activation = environment.activation()
        for (name, value) in [
            ("signals", .record(signals)), ("tripwire", .record(tripwire)), ("attributes", attributes),
        ]
            as [(String, Value)]
        {
            if let slot = environment.slot(of: name) { activation[slot] = value }
        }
        return activation
    }

    static func map(_ entries: KeyValuePairs<String, Value>) -> Value {
        .map(MapValue(entries.map { .init(key: .string($0.key), value: $0.value) }) ?? MapValue())
    }

    static func evaluate(_ source: String, isChecked: Bool = true) throws(CompileError) -> Outcome {
        var activation = activation()
        return try environment.compile(source, isChecked: isChecked).evaluate(&activation)
    }
}

extension Outcome {
    /// For tables of expectations: `true`, `unknown(a, b)`, `error(divisionByZero)`, or the value in JSON.
    var summary: String {
        switch self {
        case .value(let value):
            var writer = JSONWriter()
            writer.value(value)
            return String(decoding: writer.bytes, as: UTF8.self)
        case .unknown(let set): return "unknown(\(set.paths.joined(separator: ", ")))"
        case .error(let error): return "error(\(error.kind))"
        }
    }
}
