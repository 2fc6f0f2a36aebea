import Foundation
import Testing

@testable import CEL

@Suite struct JSONRecordDecoderTests {
    private static let item = RecordType("item", [.init("name", .string), .init("level", .int, .range(0...3))])
    private static let type = RecordType(
        "answer",
        [
            .init("score", .int, .range(0...100)),
            .init("status", .string, .oneOf(["preliminary", "final"])),
            .init("ratio", .double, .range(0...1)),
            .init("count", .uint),
            .init("at", .timestamp),
            .init("ok", .bool),
            .init("items", .list(.record(item))),
            .init("names", .list(.string)),
            .init("labels", .map(.string, .int)),
            .init("inner", .record(item)),
            .init("any", .dyn),
        ])

    private func decode(_ json: String) throws -> JSONRecordDecoder.Decoded {
        try JSONRecordDecoder(Self.type).decode(Array(json.utf8))
    }

    private func drift(_ json: String) throws -> [String] {
        try decode(json).drift.map { "\($0.path) \($0.kind.rawValue)" }
    }

    @Test("declared fields are decoded into their slots")
    func declaredFields() throws {
        let decoded = try decode(
            """
            {"score": 94, "status": "final", "ratio": 1, "count": 7, "at": "2026-03-24T20:00:05.000Z", "ok": true,
             "items": [{"name": "a", "level": 1}, {}], "names": ["x", "y"], "labels": {"l": 1},
             "inner": {"name": "b"}, "any": {"x": [1]}}
            """)
        let record = decoded.record
        #expect(decoded.drift.isEmpty)
        #expect(record["score"] == .int(94))
        #expect(record["status"] == .string("final"))
        #expect(record["ratio"]?.type == .double)
        #expect(record["count"]?.type == .uint)
        #expect(record["at"] == Timestamp(seconds: 1_774_382_405).map(Value.timestamp))
        #expect(record["names"] == .list([.string("x"), .string("y")]))
        #expect(record["inner"]?.record?["name"] == .string("b"))
        #expect(record["inner"]?.record?["level"] == nil)
        guard case .list(let items)? = record["items"], case .map(let labels)? = record["labels"] else {
            Issue.record("no list or no map")
            return
        }
        #expect(items.count == 2)
        #expect(items.first?.record?["level"] == .int(1))
        #expect(labels["l"] == .int(1))
    }

    @Test("a missing field and a null are unknown, and no drift")
    func missingAndNull() throws {
        let decoded = try decode(#"{"score": null, "inner": null, "items": null, "any": null}"#)
        #expect(decoded.drift.isEmpty)
        #expect(decoded.record.values.allSatisfy { value in value == nil })
    }

    @Test(
        "a value that doesn't fit its declaration is unknown and noted",
        arguments: [
            (#"{"score": 94.0}"#, "score wrong_type"), (#"{"score": 0.9}"#, "score wrong_type"),
            (#"{"score": 9e1}"#, "score wrong_type"), (#"{"score": "94"}"#, "score wrong_type"),
            (#"{"score": true}"#, "score wrong_type"), (#"{"score": []}"#, "score wrong_type"),
            (#"{"score": 101}"#, "score out_of_range"), (#"{"score": -1}"#, "score out_of_range"),
            (#"{"score": 99999999999999999999}"#, "score wrong_type"), (#"{"ratio": 1.5}"#, "ratio out_of_range"),
            (#"{"ratio": {"a": 1}}"#, "ratio wrong_type"), (#"{"count": -1}"#, "count out_of_range"),
            (#"{"status": "provisional"}"#, "status unknown_value"), (#"{"status": 1}"#, "status wrong_type"),
            (#"{"at": "yesterday"}"#, "at wrong_type"), (#"{"at": 5}"#, "at wrong_type"),
            (#"{"ok": 1}"#, "ok wrong_type"),
            (#"{"ok": "true"}"#, "ok wrong_type"), (#"{"items": {}}"#, "items wrong_type"),
            (#"{"inner": []}"#, "inner wrong_type"), (#"{"inner": {"level": 4}}"#, "inner.level out_of_range"),
            (#"{"labels": [1]}"#, "labels wrong_type"), (#"{"labels": {"a": "b"}}"#, "labels{} wrong_type"),
            (#"{"new": {"deep": [1, 2, {"x": 1}]}}"#, "new unknown_field"),
            (#"{"inner": {"new": 1}}"#, "inner.new unknown_field"), ("[]", " wrong_type"), ("7", " wrong_type"),
        ])
    func drift(json: String, expected: String) throws {
        let decoded = try decode(json)
        #expect(decoded.drift.map { "\($0.path) \($0.kind.rawValue)" } == [expected])
        #expect(decoded.record["score"] == nil)
    }

    @Test("a list with an element that doesn't fit is unknown as a whole, and the same drift is noted once")
    func listElements() throws {
        let decoded = try decode(
            #"{"names": ["a", 1, null, "b", 2], "items": [{"level": 9, "z": 0}, {"level": 2, "z": 0}]}"#)
        #expect(decoded.record["names"] == nil)
        guard case .list(let items)? = decoded.record["items"] else {
            Issue.record("no list")
            return
        }
        #expect(items.map { $0.record?["level"] } == [Value?.none, .some(.int(2))])
        #expect(
            decoded.drift.map { "\($0.path) \($0.kind.rawValue)" } == [
                "names[] wrong_type", "items[].level out_of_range", "items[].z unknown_field",
            ])
    }

    @Test("drift is bounded, and its paths are")
    func boundedDrift() throws {
        let fields = (0..<100).map { "\"\($0)\(String(repeating: "\u{e9}", count: 200))\": 0" }
        let decoded = try decode("{\(fields.joined(separator: ","))}")
        #expect(decoded.drift.count == 32)
        #expect(decoded.isDriftTruncated)
        #expect(decoded.drift.allSatisfy { $0.path.utf8.count < 80 && $0.path.utf8.allSatisfy { $0 != 0xC3 } })
    }

    @Test(
        "a field that is there twice is an error, declared or not",
        arguments: [
            #"{"score":1,"score":1}"#, #"{"score":1,"sc\u006fre":1}"#, #"{"x":1,"x":1}"#, #"{"x":{"a":1,"a":1}}"#,
            #"{"labels":{"a":1,"a":"x"}}"#, #"{"any":{"a":1,"a":1}}"#,
        ])
    func duplicates(json: String) {
        let error = #expect(throws: JSONError.self) { try decode(json) }
        #expect(error?.kind == .duplicateKey)
    }

    @Test(
        "what is skipped is checked all the same",
        arguments: [
            #"{"x": tru}"#, #"{"x": [1,]}"#, #"{"x": "\ud800"}"#, #"{"x": 01}"#, #"{"score": [1}"#, #"{"x": 1e999}"#,
            #"{"score": 1} x"#, #"{"score": 1"#,
        ])
    func syntax(json: String) {
        #expect(throws: JSONError.self) { try decode(json) }
    }

    @Test("escaped field names find their slot")
    func escapedNames() throws {
        #expect(try decode(#"{"sc\u006fre": 5}"#).record["score"] == .int(5))
    }

    @Test("types of more than 64 fields work and find duplicates")
    func manyFields() throws {
        let type = RecordType("wide", (0..<200).map { .init("f\($0)", .int) })
        let json = (0..<200).map { "\"f\($0)\":\($0)" }.joined(separator: ",")
        let record = try JSONRecordDecoder(type).decode(Array("{\(json)}".utf8)).record
        #expect(record.values == (0..<200).map { Value.int(Int64($0)) })
        for field in [0, 63, 64, 127, 128, 199] {
            #expect(throws: JSONError.self) {
                try JSONRecordDecoder(type).decode(Array("{\(json),\"f\(field)\":0}".utf8))
            }
        }
    }

    @Test("the vendor's golden answer is decoded without drift by a type made of it")
    func golden() throws {
        let url = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../../shared/fixtures/tripwire/session-golden.json").standardizedFileURL
        guard let data = try? Data(contentsOf: url) else {
            print("skipped: no fixture at ../shared/fixtures/tripwire/session-golden.json")
            return
        }
        let value = try Value(json: Array(data))
        guard case .record(let type) = Self.inferred("answer", value) else {
            Issue.record("no object")
            return
        }
        let decoded = try JSONRecordDecoder(type).decode(Array(data))
        #expect(decoded.drift.isEmpty)
        #expect(decoded.record["data"]?.record?["decision"]?.record?["risk_score"] == .int(94))
    }

    private static func inferred(_ name: String, _ value: Value) -> CELType {
        switch value {
        case .map(let map):
            .record(
                RecordType(
                    name,
                    map.entries.compactMap { entry in
                        guard case .string(let key) = entry.key else { return nil }
                        return RecordType.Field(key, inferred(key, entry.value))
                    }))
        case .list: .list(.dyn)
        case .null: .dyn
        default: value.type
        }
    }
}

extension Value {
    fileprivate var record: Record? {
        if case .record(let record) = self { record } else { nil }
    }
}
