import CEL
import Foundation

@testable import Policy

/// A small vocabulary with two vendors, `a` and `b`, and what it takes to try policies with it.
enum Sample {
    static let network = RecordType(
        "signals.network", [.init("vpn", .bool), .init("tor", .bool), .init("country_code", .string)])
    static let signals = RecordType("signals", [.init("network", .record(network)), .init("score", .int)])
    static let mark = RecordType("mark", [.init("kind", .string), .optional("level", .int)])
    static let details = RecordType("details", [.init("level", .int), .optional("marks", .list(.record(mark)))])
    static let vendor = RecordType(
        "vendor",
        [
            .init("status", .string, .oneOf(["final", "preliminary"])), .optional("country", .string),
            .optional("details", .record(details)),
        ])
    static let subject = RecordType("subject", [.init("account_id", .string), .init("email", .string)])

    static let vocabulary = Vocabulary(
        variables: [
            Variable("signals", .record(signals)), Variable("a", .record(vendor)), Variable("b", .record(vendor)),
            Variable("subject", .record(subject)), Variable("attributes", .map(.string, .dyn), isOpenEvidence: true),
            Variable("now", .timestamp),
        ],
        callers: ["subject", "attributes"],
        providers: ["a", "b"],
        causes: ["not_found", "timeout", "unreachable"],
        suppliers: { path in
            switch path {
            case "signals.network.vpn", "signals.network.country_code": ["a", "b"]
            case "signals.network.tor", "signals.score": ["a"]
            default: path.hasPrefix("a.") ? ["a"] : path.hasPrefix("b.") ? ["b"] : []
            }
        },
        optionalParts: { path in
            let optional = ["a.country", "b.country", "a.details", "a.details.marks", "a.details.marks[].level"]
            return optional.filter { path == $0 || path.hasPrefix($0 + ".") || path.hasPrefix($0 + "[") }
        },
        evidenceWithout: { _ in [] })

    static func loader(_ limits: PolicyLimits = PolicyLimits()) -> PolicyLoader {
        PolicyLoader(vocabulary: vocabulary, limits: limits)
    }

    static func evidence(
        vpn: Bool? = nil, tor: Bool? = nil, country: String? = nil, score: Int64? = nil, account: String? = nil,
        attributes: [String: Value] = [:], a: Evidence.Status = .ok, b: Evidence.Status = .notRequested
    ) -> Evidence {
        var network = Record(network)
        network["vpn"] = vpn.map(Value.bool)
        network["tor"] = tor.map(Value.bool)
        network["country_code"] = country.map(Value.string)
        var signals = Record(signals)
        signals["network"] = .record(network)
        signals["score"] = score.map(Value.int)
        var subject = Record(subject)
        subject["account_id"] = account.map(Value.string)
        let map = MapValue(attributes.map { .init(key: .string($0.key), value: $0.value) }) ?? MapValue()
        return Evidence(
            [("signals", .record(signals)), ("subject", .record(subject)), ("attributes", .map(map))],
            providers: [.init("a", a), .init("b", b)])
    }

    /// A policy with these parts after its head.
    static func policy(_ parts: String, fallback: String = "allow") throws -> Policy {
        let directory = try TemporaryDirectory()
        let file = try directory.write("test.yaml", "version: \"1\"\nevent: test\ndefault: \(fallback)\n\(parts)")
        return try loader().load(file: file)
    }
}

/// A directory of its own for one test, removed with it.
final class TemporaryDirectory: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "portcullis-policy-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// - Returns: the file's path.
    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        try write(name, Array(text.utf8))
    }

    @discardableResult
    func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        let url = URL(fileURLWithPath: path).appending(path: name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
        return url.path
    }
}

extension Reason {
    /// For tables of expectations: `rule code effect`.
    var summary: String { "\(rule) \(code) \(effect.rawValue)" }
}
