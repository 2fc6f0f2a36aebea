import CEL
import Foundation
import Policy
import TestSupport

@testable import Decisions

/// A policy with two rules for every attribute that policies can read: whether it is known, and whether it can be read.
enum WidePolicy {
    static func load() async throws -> Policy {
        let paths = Vocabulary.portcullis.variables.flatMap { variable -> [String] in
            if case .record(let type) = variable.type { return self.paths(in: type, at: variable.name) }
            return variable.name == "now" ? [] : ["attributes.plan", "attributes.age", "attributes.missing"]
        }
        let rules = paths.enumerated().map { number, path in
            """
              - { id: has-\(number), when: 'has(\(path))', score: 1, reason: { message: "\(path)" } }
              - { id: read-\(number), when: '\(path) == \(path)', score: 1, on_unknown: allow, reason: { message: "\(path)" } }
            """
        }
        let text = """
            version: "1"
            event: signup
            default: allow
            score: { block: 100000 }
            rules:
            \(rules.joined(separator: "\n"))
              - { id: plan-and-time, when: 'attributes.share == 1.0 && size(attributes.tags) == 2 && now > timestamp("2026-01-01T00:00:00Z")', then: review }
            unavailable:
              - { provider: "*", cause: "*", then: review }
            """
        return try await Folder.with { folder in
            let file = folder.appending(path: "wide.yaml")
            try text.write(to: file, atomically: true, encoding: .utf8)
            return try PolicyLoader(vocabulary: .portcullis, limits: limits).load(file: file.path)
        }
    }

    private static let limits: PolicyLimits = {
        var limits = PolicyLimits()
        limits.maxRules = 2000
        return limits
    }()

    private static func paths(in type: RecordType, at path: String) -> [String] {
        type.fields.flatMap { field -> [String] in
            let inner = "\(path).\(field.name)"
            if case .record(let type) = field.type { return [inner] + paths(in: type, at: inner) }
            return [inner]
        }
    }
}
