import Foundation
import Testing

@testable import DecisionLog

/// Readers of a log of which records are missing.
@Suite(.timeLimit(.minutes(2))) struct MissingRecordsTests {
    enum Damage: String, CaseIterable {
        case emptied, cutInFirstLine, cutWithinLine, cutAtLineEnd, lineRemoved, longLineFirst, longLineWithin

        func apply(to content: [UInt8]) -> [UInt8] {
            let lines = content.split(separator: 0x0A).map { Array($0) + [0x0A] }
            let long = [UInt8](repeating: 0x78, count: 17 << 20) + [0x0A]
            return switch self {
            case .emptied: []
            case .cutInFirstLine: Array(content.prefix(100))
            case .cutWithinLine: content.dropLast(100)
            case .cutAtLineEnd: Array(lines.dropLast().joined())
            case .lineRemoved: Array((lines.prefix(2) + lines.dropFirst(3)).joined())
            case .longLineFirst: long + content
            case .longLineWithin: Array(lines.prefix(2).joined()) + long + Array(lines.dropFirst(2).joined())
            }
        }
    }

    /// - Returns: the damaged segment's name.
    private func damage(_ damage: Damage, _ isCompressed: Bool, _ files: LogFiles) throws -> String {
        let name = try files.segments()[1]
        let content = damage.apply(to: try files.content(name))
        guard isCompressed else {
            try files.write(content, to: name)
            return name
        }
        try files.remove(name)
        let deflater = try Deflater()
        let parts = stride(from: 0, to: max(1, content.count), by: 1 << 20).map {
            content[$0..<min(content.count, $0 + 1 << 20)]
        }
        try files.write(try parts.flatMap { try GzipMember.encoded($0, deflater) }, to: name + ".gz")
        return name + ".gz"
    }

    private func all(_ query: LogQuery) throws -> Int {
        var (query, count) = (query, 0)
        while try query.next() != nil { count += 1 }
        return count
    }

    private func isCorrupt(_ name: String, _ read: () throws -> Void) {
        let error = #expect(throws: DecisionLogError.self, performing: read)
        guard case .corrupt(let path, _, _)? = error, path.hasSuffix("/" + name) else {
            Issue.record("\(name) isn't named: \(error.map { "\($0)" } ?? "no error")")
            return
        }
    }

    @Test(
        "say that a closed segment isn't whole, and which, and leave none of its records out in silence",
        arguments: Damage.allCases, [false, true])
    func damaged(_ kind: Damage, isCompressed: Bool) async throws {
        try await withTemporaryDirectory { directory in
            let files = LogFiles(directory)
            try await writeSegments(directory)
            let name = try damage(kind, isCompressed, files)
            let paths = try files.segments().map { files.url($0).path }
            isCorrupt(name) { _ = try all(LogQuery(RecordQuery(), directory: directory)) }
            isCorrupt(name) { _ = try all(LogQuery(RecordQuery(), files: paths)) }
            isCorrupt(name) { _ = try LogSearch.line(id: "dec_none", directory: directory) }
            #expect(try LogSearch.line(id: "dec_9", directory: directory) != nil)
            try await withLog(.init(directory: directory, instance: "test")) { log in
                var ids: [String] = []
                let gap = try log.readRecords(since: Date(timeIntervalSince1970: 0), maxBytes: 1 << 30) {
                    ids.append($0.reference.id)
                }
                guard case .damaged? = gap else { throw DecisionLogError.closed }
                #expect(ids.starts(with: (0..<4).map { "dec_\($0)" }))
                #expect(Array(ids.suffix(4)) == (8..<12).map { "dec_\($0)" })
            }
        }
    }

    @Test(
        "say it too if they print the newest records, and go on with the next segment",
        arguments: [Damage.emptied, .cutInFirstLine, .cutWithinLine, .cutAtLineEnd], [false, true])
    func tail(_ kind: Damage, isCompressed: Bool) async throws {
        try await withTemporaryDirectory { directory in
            let files = LogFiles(directory)
            try await writeSegments(directory)
            let lines = try files.lines().map { TailEntry.line(Array($0.utf8)) }
            let name = try damage(kind, isCompressed, files)
            var entries: [TailEntry] = []
            for try await entry in LogTail(directory: directory, last: 100, follow: false) { entries.append(entry) }
            // The first and the second segment have five records each.
            let whole = kind == .emptied || kind == .cutInFirstLine ? 5 : 9
            #expect(entries.prefix(whole) == lines.prefix(whole))
            #expect(entries.dropFirst(whole + 1) == lines.dropFirst(10))
            guard case .missing(.corrupt(let path, _, _))? = entries.dropFirst(whole).first else {
                Issue.record("nothing is said")
                return
            }
            #expect(path.hasSuffix("/" + name))
        }
    }

    @Test("say that a segment is gone, but for files that somebody names, and a start reads all that are there")
    func removed() async throws {
        try await withTemporaryDirectory { directory in
            let files = LogFiles(directory)
            try await writeSegments(directory)
            let names = try files.segments()
            try files.remove(names[1])
            isCorrupt(names[2]) { _ = try all(LogQuery(RecordQuery(), directory: directory)) }
            #expect(try all(LogQuery(RecordQuery(), files: files.segments().map { files.url($0).path })) == 8)
            try await withLog(.init(directory: directory, instance: "test")) { log in
                var count = 0
                let gap = try log.readRecords(since: Date(timeIntervalSince1970: 0), maxBytes: 1 << 30) { _ in
                    count += 1
                }
                guard case .damaged? = gap else { throw DecisionLogError.closed }
                #expect(count == 8)
            }
        }
    }

    @Test("take what retention removes meanwhile for no damage")
    func overtaken() async throws {
        try await withTemporaryDirectory { directory in
            let files = LogFiles(directory)
            try await writeSegments(directory)
            var query = try LogQuery(RecordQuery(), directory: directory)
            // The first segment, and the second, which is open by now, are still read.
            _ = try query.next()
            for name in try files.segments().prefix(3) { try files.remove(name) }
            #expect(try all(query) == 7)
        }
    }

    @Test("tell that files are of different logs, though their sequences fit")
    func otherLog() async throws {
        try await withTemporaryDirectory { root in
            let logs = [LogFiles(root + "/a"), LogFiles(root + "/b")]
            for log in logs { try await writeSegments(log.directory) }
            let names = try logs[0].segments()
            let mixed = [logs[0].url(names[0]).path, logs[1].url(names[1]).path]
            isCorrupt(names[1]) { _ = try all(LogQuery(RecordQuery(), files: mixed)) }
        }
    }

    @Test("tell a segment that isn't the one its name says")
    func misnamed() async throws {
        try await withTemporaryDirectory { directory in
            let files = LogFiles(directory)
            try await writeSegments(directory)
            let name = "decisions-00000000000000000002.ndjson"
            try files.move(try files.segments()[0], to: name)
            isCorrupt(name) { _ = try all(LogQuery(RecordQuery(), directory: directory)) }
        }
    }

    @Test("refuse two files that begin with the same record of different logs, and name both")
    func otherLogsSameRecord() async throws {
        try await withTemporaryDirectory { root in
            let logs = [LogFiles(root + "/a"), LogFiles(root + "/b")]
            for log in logs { try await writeSegments(log.directory) }
            let paths = try logs.map { $0.url(try $0.segments()[1]).path }
            let error = #expect(throws: DecisionLogError.self) { try LogQuery(RecordQuery(), files: paths) }
            guard case .unreadable(_, let reason)? = error else { throw error ?? .closed }
            #expect(reason.contains("different logs"))
            for path in paths { #expect(error.map { "\($0)" }?.contains(path) == true) }
        }
    }

    @Test("read a segment once that is named more than once, as itself and as copies of it")
    func copies() async throws {
        try await withTemporaryDirectory { root in
            let (files, copies) = (LogFiles(root + "/log"), LogFiles(root + "/copies"))
            try await writeSegments(files.directory)
            try FileManager.default.copyItem(atPath: files.directory, toPath: copies.directory)
            try await compressSegments(copies.directory, outcomes: [true, true, true])
            let paths = try files.segments().map { files.url($0).path }
            let others = try copies.segments().map { copies.url($0).path }
            #expect(try all(LogQuery(RecordQuery(), files: (paths + paths + others).shuffled())) == 12)
            // An older copy of the file that was written then is shorter.
            let content = try files.content(try files.segments()[2])
            try files.write(content.prefix(try #require(content.firstIndex(of: 0x0A)) + 1), to: "older")
            #expect(try all(LogQuery(RecordQuery(), files: paths + [files.url("older").path])) == 12)
        }
    }
}
