import Foundation
import SystemPackage
import Testing

@testable import DecisionLog

/// What a start reads of the newest records.
@Suite(.timeLimit(.minutes(1))) struct ReadRecordsTests {
    private static let begin = Date(timeIntervalSince1970: 1_800_000_000)

    /// A log of three segments with two decisions each, an hour apart from segment to segment, reopened a day later.
    private func withRecords(_ body: (DecisionLog) async throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            let clock = ManualClock(Self.begin)
            let configuration = DecisionLog.Configuration(directory: directory, instance: "test", now: clock.now)
            try await withLog(configuration) { log in
                for segment in 0..<3 {
                    clock.set(Self.begin + Double(segment) * 3600)
                    for number in 0..<2 { try await log.append("dec_\(segment)_\(number)") }
                    if segment < 2 { try await log.rotate() }
                }
            }
            clock.set(Self.begin + 86_400)
            try await withLog(configuration, body)
        }
    }

    private func ids(_ log: DecisionLog, since: Date, maxBytes: Int64) throws -> (ids: [String], isComplete: Bool) {
        var ids: [String] = []
        let gap = try log.readRecords(since: since, maxBytes: maxBytes) { record in
            ids.append(record.reference.id)
        }
        return (ids, gap == nil)
    }

    @Test("are those since a time, with some older ones of the same segment")
    func since() async throws {
        try await withRecords { log in
            let all = try ids(log, since: Self.begin - 1, maxBytes: 1 << 20)
            #expect(all.ids == (0..<3).flatMap { ["dec_\($0)_0", "dec_\($0)_1"] } && all.isComplete)
            let later = try ids(log, since: Self.begin + 3600, maxBytes: 1 << 20)
            #expect(later.ids == ["dec_1_0", "dec_1_1", "dec_2_0", "dec_2_1"] && later.isComplete)
            let none = try ids(log, since: Self.begin + 90_000, maxBytes: 1 << 20)
            #expect(none.ids == ["dec_2_0", "dec_2_1"] && none.isComplete)
        }
    }

    @Test("are no more than so many bytes of files, but for the newest file, and it is said that there are more")
    func bounded() async throws {
        try await withRecords { log in
            let little = try ids(log, since: Self.begin - 1, maxBytes: 1)
            #expect(little.ids == ["dec_2_0", "dec_2_1"] && !little.isComplete)
        }
    }

    @Test("are read on behind a damaged part of an older file, and it is said that something is missing")
    func damaged() async throws {
        try await withRecords { log in
            let path = log.directory.closed(first: 1).path.string
            var bytes = Array(try Data(contentsOf: URL(filePath: path)))
            // The second record's first byte.
            bytes[try #require(bytes.firstIndex(of: 0x0A)) + 1] ^= 1
            try Data(bytes).write(to: URL(filePath: path))
            let rest = try ids(log, since: Self.begin - 1, maxBytes: 1 << 20)
            #expect(rest.ids == ["dec_1_0", "dec_1_1", "dec_2_0", "dec_2_1"] && !rest.isComplete)
        }
    }

    @Test("can be read again at their place, also after their segment was closed, and are nothing once it is gone")
    func references() async throws {
        try await withRecords { log in
            var references: [RecordReference] = []
            _ = try log.readRecords(since: Self.begin - 1, maxBytes: 1 << 20) { references.append($0.reference) }
            try await log.append("dec_new")
            try await log.rotate()
            for reference in references {
                let line = try #require(try log.record(at: reference))
                #expect(String(decoding: line, as: UTF8.self).contains("\"id\":\"\(reference.id)\""))
            }
            try FileManager.default.removeItem(atPath: log.directory.closed(first: 1).path.string)
            #expect(try log.record(at: try #require(references.first)) == nil)
        }
    }
}
