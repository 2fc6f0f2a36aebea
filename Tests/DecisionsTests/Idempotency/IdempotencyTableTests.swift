import CEL
import DecisionLog
import Foundation
import Testing

@testable import Decisions

@Suite("Idempotency keys")
struct IdempotencyTableTests {
    private static let hour: Int64 = 3_600_000

    private func key(_ key: UInt64, request: UInt64 = 1) -> IdempotencyKey {
        IdempotencyKey(key: .init(high: 0, low: key), request: .init(high: 0, low: request))
    }

    /// References to records that a log has, by id.
    private func withRecords(_ body: ([RecordReference]) throws -> Void) async throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "keys-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: url) }
        let log = try DecisionLog.open(.init(directory: url.path, instance: "test"))
        for number in 0..<3 {
            _ = try await log.append(type: "portcullis.decision.v1", id: "dec_\(number)", data: Array("{}".utf8))
        }
        let records = (0..<3).compactMap { log.reference(to: "dec_\($0)") }
        await log.close()
        try #require(records.count == 3)
        try body(records)
    }

    private func decided(_ admission: IdempotencyTable.Admission) -> String? {
        if case .decided(let record) = admission { record.id } else { nil }
    }

    private func isFirst(_ admission: IdempotencyTable.Admission) -> Bool {
        if case .first = admission { true } else { false }
    }

    @Test("admit one request, hold off the same one meanwhile, and know its record for their time")
    func life() async throws {
        try await withRecords { records in
            var table = IdempotencyTable(timeToLive: Self.hour, maxEntries: 10)
            #expect(isFirst(table.admit(key(1), now: 0)))
            guard case .running = table.admit(key(1), now: 5) else { throw DecisionLogError.closed }
            table.finish(key(1), record: records[0], time: 10)
            #expect(decided(table.admit(key(1), now: 10 + Self.hour - 1)) == "dec_0")
            #expect(isFirst(table.admit(key(1), now: 10 + Self.hour)))
        }
    }

    @Test("refuse another request, whether theirs is being decided or has been")
    func otherRequest() async throws {
        try await withRecords { records in
            var table = IdempotencyTable(timeToLive: Self.hour, maxEntries: 10)
            #expect(isFirst(table.admit(key(1), now: 0)))
            guard case .otherRequest = table.admit(key(1, request: 2), now: 0) else { throw DecisionLogError.closed }
            table.finish(key(1), record: records[0], time: 0)
            guard case .otherRequest = table.admit(key(1, request: 2), now: 0) else { throw DecisionLogError.closed }
        }
    }

    @Test("are free again after a request that came to nothing, but not after one that did")
    func abandoned() async throws {
        try await withRecords { records in
            var table = IdempotencyTable(timeToLive: Self.hour, maxEntries: 10)
            #expect(isFirst(table.admit(key(1), now: 0)))
            table.abandon(key(1))
            #expect(isFirst(table.admit(key(1, request: 2), now: 0)))
            table.finish(key(1, request: 2), record: records[0], time: 0)
            table.abandon(key(1))
            #expect(decided(table.admit(key(1, request: 2), now: 0)) == "dec_0")
        }
    }

    @Test("are bounded: the oldest decided is forgotten first, one that is being decided never")
    func bounded() async throws {
        try await withRecords { records in
            var table = IdempotencyTable(timeToLive: Self.hour, maxEntries: 2)
            #expect(isFirst(table.admit(key(1), now: 0)))
            for number in 0..<3 {
                #expect(isFirst(table.admit(key(UInt64(10 + number)), now: 0)))
                table.finish(key(UInt64(10 + number)), record: records[number], time: 0)
            }
            #expect(table.count == 2)
            guard case .running = table.admit(key(1), now: 0) else { throw DecisionLogError.closed }
            #expect(decided(table.admit(key(12), now: 0)) == "dec_2")
            #expect(isFirst(table.admit(key(10), now: 0)))
            for number in UInt64(100)..<5000 { _ = table.admit(key(number), now: Self.hour) }
            for number in UInt64(100)..<5000 { table.finish(key(number), record: records[0], time: Self.hour) }
            // The two that run, and none besides.
            #expect(table.count == 2)
        }
    }

    @Test("stand in a record's data so that a start finds them, and nothing else passes for one")
    func mark() throws {
        let store = IdempotencyStore(pseudonyms: nil)
        let key = try #require(store.key("8e03978e-40d5-43dd-bc93-6894a57f9324", caller: "backend", body: [1, 2, 3]))
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("evidence", 1)
        IdempotencyMark.write(key, to: &writer)
        writer.endObject()
        let found = try #require(IdempotencyMark.key(in: writer.bytes[...]))
        #expect(found.key == key.key && found.request == key.request)
        for length in 0..<writer.bytes.count { #expect(IdempotencyMark.key(in: writer.bytes[..<length]) == nil) }
        var nested = writer.bytes
        nested.append(UInt8(ascii: "}"))
        #expect(IdempotencyMark.key(in: nested[...]) == nil)
        for index in writer.bytes.indices.suffix(100) {
            var changed = writer.bytes
            changed[index] = UInt8(ascii: "!")
            #expect(IdempotencyMark.key(in: changed[...]) == nil)
        }
    }

    @Test("differ by caller, text and the operator's key, and have a form")
    func digests() throws {
        let plain = IdempotencyStore()
        let keyed = IdempotencyStore(pseudonyms: Pseudonyms(key: Array(repeating: 7, count: 32)))
        let all = [
            plain.key("a", caller: "", body: [1]), plain.key("a", caller: "x", body: [1]),
            plain.key("b", caller: "", body: [1]), keyed.key("a", caller: "", body: [1]),
        ].compactMap { $0?.key }
        #expect(all.count == 4 && Set(all).count == 4)
        #expect(plain.key("a", caller: "", body: [2])?.request != plain.key("a", caller: "", body: [1])?.request)
        #expect(plain.key("a", caller: "", body: [1])?.request == keyed.key("a", caller: "", body: [1])?.request)
        for text in ["", " ", "a b", "a\u{7F}", "é", String(repeating: "a", count: 256)] {
            #expect(plain.key(text, caller: "", body: []) == nil)
        }
    }

    /// `first`, `running`, `otherRequest`, or the id of the record; of a batch, of each item.
    private func words(_ admission: IdempotencyTable.BatchAdmission) -> [String] {
        switch admission {
        case .items(let items): items.map { decided($0) ?? (isFirst($0) ? "first" : "?") }
        case .running: ["running"]
        case .otherRequest: ["otherRequest"]
        }
    }

    @Test("of a batch are those of its items: what was decided is known, and the rest is decided")
    func batch() async throws {
        try await withRecords { records in
            var table = IdempotencyTable(timeToLive: Self.hour, maxEntries: 10)
            let batch = key(1 << 8)
            #expect(words(table.admit(items: [0, 2, 99], of: batch, now: 0)) == ["first", "first", "first"])
            #expect(words(table.admit(items: [0, 2, 99], of: batch, now: 0)) == ["running"])
            table.finish(batch.item(0), record: records[0], time: 0)
            #expect(words(table.admit(items: [0], of: batch, now: 0)) == ["running"])
            table.abandon(batch.item(2))
            table.finish(batch.item(99), record: records[1], time: 0)
            #expect(words(table.admit(items: [0, 2, 99], of: batch, now: 1)) == ["dec_0", "first", "dec_1"])
        }
    }

    @Test("refuse a batch with another body as a whole, also one without an item that was decided")
    func otherBatch() async throws {
        try await withRecords { records in
            var table = IdempotencyTable(timeToLive: Self.hour, maxEntries: 10)
            let (batch, other) = (key(1 << 8), key(1 << 8, request: 2))
            #expect(words(table.admit(items: [50], of: batch, now: 0)) == ["first"])
            #expect(words(table.admit(items: [0, 1], of: other, now: 0)) == ["otherRequest"])
            table.finish(batch.item(50), record: records[0], time: 0)
            #expect(words(table.admit(items: [0, 1], of: other, now: 0)) == ["otherRequest"])
            #expect(words(table.admit(items: [0, 1], of: other, now: Self.hour)) == ["first", "first"])
        }
    }
}
