import CEL
import Testing
import Yams

@testable import Providers

@Suite("What vendors may leave out")
struct OptionalFactsTests {
    @Test("is declared as their schemas say", .enabled(if: Fixtures.arePresent, "../shared/fixtures isn't there"))
    func schemas() throws {
        for (provider, file, schema) in [
            (ProviderName.tripwire, "tripwire/openapi-session.json", "SessionDetail"),
            (.verisoul, "verisoul/openapi.yaml", "SessionResponse"),
        ] {
            let document = try OpenAPIDocument(Fixtures.bytes(file))
            let said = try document.optionality(ofSchema: schema)
            let declared = Self.optionality(of: provider.recordType)
            #expect(declared.count > 50)
            for (path, isOptional) in declared {
                #expect(said[path] == isOptional, "\(provider.rawValue)\(path)")
            }
        }
    }

    /// Whether each declared field is optional, by its way from the record.
    private static func optionality(of type: RecordType, path: String = "") -> [String: Bool] {
        var found: [String: Bool] = [:]
        for field in type.fields {
            let path = "\(path).\(field.name)"
            found[path] = field.isOptional
            let within: [String: Bool] =
                switch field.type {
                case .record(let type): optionality(of: type, path: path)
                case .list(.record(let type)): optionality(of: type, path: path + "[]")
                default: [:]
                }
            found.merge(within) { first, _ in first }
        }
        return found
    }

    @Test(
        "is told of an attribute by its parts",
        arguments: [
            ("tripwire.decision.risk_score", []),
            ("tripwire.decision.evaluation_phase", ["tripwire.decision.evaluation_phase"]),
            ("tripwire.attribution.labels[].kind", ["tripwire.attribution"]),
            ("tripwire.signals_fired", []),
            ("tripwire.highlights[].evidence[].name", ["tripwire.highlights[].evidence"]),
            ("verisoul.risk_signals.vpn", ["verisoul.risk_signals", "verisoul.risk_signals.vpn"]),
            ("verisoul", []),
            ("verisoul.nonsense", []),
            ("signals", []),
            ("signals.network", []),
            ("signals.network.vpn", []),
            ("signals.network.country_code", ["signals.network.country_code"]),
            ("signals.network.spoofed_ip", ["signals.network.spoofed_ip"]),
            ("signals.automation.verified_bot", []),
            ("signals.automation.definitive", []),
            ("signals.device.tampered", []),
            ("signals.device.rooted", ["signals.device.rooted"]),
            ("signals.identity.seen_count", ["signals.identity.seen_count"]),
            ("subject.email", []),
            ("providers.verisoul.status", []),
            ("", []),
        ] as [(String, [String])])
    func parts(_ attribute: String, _ parts: [String]) {
        #expect(OptionalFacts.parts(of: attribute) == parts)
    }
}

/// An OpenAPI file, in JSON or YAML.
private struct OpenAPIDocument {
    private let schemas: [String: Any]

    init(_ bytes: [UInt8]) throws {
        let root = try Yams.load(yaml: String(decoding: bytes, as: UTF8.self)) as? [String: Any]
        let components = root?["components"] as? [String: Any]
        schemas = try #require(components?["schemas"] as? [String: Any])
    }

    /// Whether each property may be left out or null, by its way from the schema.
    func optionality(ofSchema name: String) throws -> [String: Bool] {
        var found: [String: Bool] = [:]
        add(try #require(schemas[name] as? [String: Any]), path: "", to: &found)
        return found
    }

    private func add(_ schema: [String: Any], path: String, to found: inout [String: Bool]) {
        let (schema, _) = resolved(schema)
        if let items = schema["items"] as? [String: Any] { add(items, path: path + "[]", to: &found) }
        let required = schema["required"] as? [String] ?? []
        for (name, property) in schema["properties"] as? [String: Any] ?? [:] {
            guard let property = property as? [String: Any] else { continue }
            found["\(path).\(name)"] = !required.contains(name) || resolved(property).isNullable
            add(property, path: "\(path).\(name)", to: &found)
        }
    }

    /// A schema without references and `null`, and whether there was a `null`.
    private func resolved(_ schema: [String: Any]) -> (schema: [String: Any], isNullable: Bool) {
        var isNullable = schema["nullable"] as? Bool ?? false
        if let types = schema["type"] as? [Any] {
            isNullable = isNullable || types.contains { $0 as? String == "null" }
        }
        if let name = (schema["$ref"] as? String)?.split(separator: "/").last,
            let target = schemas[String(name)] as? [String: Any]
        {
            let (target, isTargetNullable) = resolved(target)
            return (target, isNullable || isTargetNullable)
        }
        guard let choices = (schema["anyOf"] ?? schema["oneOf"]) as? [[String: Any]] else {
            return (schema, isNullable)
        }
        let others = choices.filter { $0["type"] as? String != "null" }
        isNullable = isNullable || others.count < choices.count
        guard let other = others.first, others.count == 1 else { return (schema, isNullable) }
        let (target, isTargetNullable) = resolved(other)
        return (target, isNullable || isTargetNullable)
    }
}
