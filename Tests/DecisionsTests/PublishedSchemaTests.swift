import CEL
import Decisions
import Foundation
import TestSupport
import Testing

@testable import Policy

/// `Config/policies/*.schema.json`, with which editors complete policies and their tests.
@Suite("The published schemas")
struct PublishedSchemaTests {
    private static let directory = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Config/policies")

    private static func schema(_ name: String) throws -> Value {
        try Value(json: Array(Data(contentsOf: directory.appending(path: name))))
    }

    /// What a path of names leads to.
    private static func member(_ value: Value, _ path: String) -> Value? {
        path.split(separator: "/").reduce(Optional(value)) { value, name in
            if case .map(let map)? = value { map[String(name)] } else { nil }
        }
    }

    private static func keys(_ value: Value, _ path: String) -> [String] {
        guard case .map(let map)? = member(value, path) else { return [] }
        return map.entries.compactMap { if case .string(let name) = $0.key { name } else { nil } }
    }

    private static func words(_ value: Value, _ path: String) -> [String] {
        guard case .list(let list)? = member(value, path) else { return [] }
        return list.compactMap { if case .string(let text) = $0 { text } else { nil } }
    }

    @Test(
        "have the keys that the reader takes, no more and no fewer",
        arguments: [
            ("policy", "properties", DocumentReader.keys),
            ("policy", "properties/schema/properties", DocumentReader.schemaKeys),
            ("policy", "properties/schema/properties/subject/properties", DocumentReader.subjectKeys),
            ("policy", "$defs/attributeObject/properties", DocumentReader.attributeKeys),
            ("policy", "properties/score/properties", DocumentReader.bandKeys),
            ("policy", "$defs/rule/properties", DocumentReader.ruleKeys),
            ("policy", "$defs/rule/properties/reason/properties", DocumentReader.reasonKeys),
            ("policy", "$defs/listObject/properties", DocumentReader.listKeys),
            ("policy", "$defs/unavailable/properties", DocumentReader.unavailableKeys),
            ("policy-test", "properties", PolicyTestReader.keys),
            ("policy-test", "$defs/case/properties", PolicyTestReader.caseKeys),
            ("policy-test", "$defs/expect/properties", PolicyTestReader.expectKeys),
            ("policy-test", "$defs/providers/properties", Vocabulary.portcullis.providers),
            ("policy-test", "$defs/case/properties/facts/properties", Vocabulary.portcullis.providers),
        ])
    func keys(file: String, path: String, expected: [String]) throws {
        #expect(Self.keys(try Self.schema("\(file).schema.json"), path).sorted() == expected.sorted())
    }

    @Test("have the vendors and causes that the program knows")
    func words() throws {
        let policy = try Self.schema("policy.schema.json")
        let vocabulary = Vocabulary.portcullis
        let entry = "$defs/unavailable/properties"
        #expect(Self.words(policy, entry + "/provider/enum").sorted() == (vocabulary.providers + ["*"]).sorted())
        #expect(Self.words(policy, entry + "/cause/enum").sorted() == (vocabulary.causes + ["*"]).sorted())
        #expect(Self.words(policy, "$defs/rule/properties/then/enum") == Action.allCases.map(\.rawValue))
        let tests = try Self.schema("policy-test.schema.json")
        for provider in vocabulary.providers {
            let outcomes = Self.words(tests, "$defs/providers/properties/\(provider)/enum")
            #expect(outcomes.sorted() == (vocabulary.causes + ["ok"]).sorted())
        }
        guard case .record(let subject)? = vocabulary.variables.first(where: { $0.name == "subject" })?.type else {
            Issue.record("no subject")
            return
        }
        let fields = subject.fields.map(\.name).sorted()
        let required = "properties/schema/properties/subject/properties/required/items/enum"
        #expect(Self.words(policy, required).sorted() == fields)
        #expect(Self.keys(tests, "$defs/case/properties/subject/properties").sorted() == fields)
    }

    /// PyPI's check-jsonschema, if it is installed.
    private static let checker = Tool.find("check-jsonschema")

    private static func check(_ file: URL, _ schema: String) throws -> Bool {
        let process = Process()
        process.executableURL = checker
        process.arguments = ["--schemafile", directory.appending(path: schema).path, file.path]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    @Test("take the sample policy and its tests", .enabled(if: checker != nil, "check-jsonschema isn't installed"))
    func sample() throws {
        #expect(try Self.check(Self.directory.appending(path: "signup.yaml"), "policy.schema.json"))
        #expect(try Self.check(Self.directory.appending(path: "signup.test.yaml"), "policy-test.schema.json"))
    }

    @Test(
        "take what the reader takes, and refuse what it refuses",
        .enabled(if: checker != nil, "check-jsonschema isn't installed"),
        arguments: [
            ("lists: { a: [x, 1], b: { type: cidr, entries: [10.0.0.0/8] } }", true),
            ("schema: { subject: { required: [email] }, attributes: { a: int, b: { type: list(string) } } }", true),
            ("rules:\n  - { id: a, when: true, score: 5 }\nscore: { block: 5 }", true),
            ("rules: [{ id: a, when: true, score: 5.0 }]\nscore: { block: 5 }", true),
            ("rules: [{ id: a, when: true, score: 5.5 }]\nscore: { block: 5 }", false),
            ("rules: [{ id: a, when: true, score: '5' }]\nscore: { block: 5 }", false),
            ("rules: [{ id: a, when: true, then: allow, final: true }]", true),
            ("rules: [{ id: a, when: true, then: allow, final: \"true\" }]", false),
            ("rules:\n# none yet", true), ("rule: []", false),
            ("rules: [{ id: a, when: true }]", false), ("rules: [{ id: score, when: true, then: block }]", false),
            ("rules: [{ id: a, when: true, then: block, score: 1 }]", false), ("lists: { a-b: [x] }", false),
            ("lists: { a: { entries: [x], file: y } }", false), ("schema: { attributes: { a: text } }", false),
            ("unavailable: [{ provider: x, cause: timeout, then: block }]", false),
        ])
    func agree(parts: String, isGood: Bool) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "portcullis-schema-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "p.yaml")
        try "version: \"1\"\nevent: test\ndefault: allow\n\(parts)\n".write(to: file, atomically: true, encoding: .utf8)
        let isRead = (try? PolicyLoader(vocabulary: .portcullis).load(file: file.path)) != nil
        #expect(isRead == isGood)
        #expect(try Self.check(file, "policy.schema.json") == isGood)
    }
}
