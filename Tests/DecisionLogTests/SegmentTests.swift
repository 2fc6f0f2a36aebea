import Foundation
import SystemPackage
import Testing

@testable import DecisionLog

/// The files of a log's directory.
struct LogFiles {
    let directory: String

    init(_ directory: String) { self.directory = directory }

    /// Closed segments and the active one, in the order of their records.
    func segments() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory)
            .filter { $0.hasSuffix(".ndjson") || $0.hasSuffix(".ndjson.gz") }.sorted()
    }

    func url(_ name: String) -> URL { URL(filePath: directory).appending(path: name) }
    func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: url(name))) }

    /// Decompressed, if it is a compressed one.
    func content(_ name: String) throws -> [UInt8] {
        let file = try SegmentFile(FilePath(url(name).path))
        return try file.descriptor.closeAfter {
            var bytes = [UInt8](repeating: 0, count: Int(try file.contentBytes()))
            _ = try file.read(into: &bytes, at: bytes.indices, fromOffset: 0)
            return bytes
        }
    }

    func write(_ bytes: some Sequence<UInt8>, to name: String) throws { try Data(bytes).write(to: url(name)) }
    func remove(_ name: String) throws { try FileManager.default.removeItem(at: url(name)) }

    func move(_ name: String, to other: String) throws {
        try FileManager.default.moveItem(at: url(name), to: url(other))
    }

    /// All lines of all segments, without line ends.
    func lines() throws -> [String] {
        try segments().flatMap { name in
            String(decoding: try content(name), as: UTF8.self).split(separator: "\n").map(String.init)
        }
    }
}

@Suite(.timeLimit(.minutes(2))) struct SegmentTests {
    @Test("rotation on request closes the segment under its first sequence, and the chain runs through")
    func onRequest() async throws {
        try await withTemporaryDirectory { directory in
            try await withLog(.init(directory: directory, instance: "test")) { log in
                try await log.append("dec_1")
                try await log.rotate()
                // Nothing but its own first record in it: it stays.
                try await log.rotate()
                try await log.append("dec_2")
                try await log.rotate()
                let appended = try await log.append("dec_3")
                #expect(appended.sequence == 6)
            }
            let files = LogFiles(directory)
            #expect(
                try files.segments() == [
                    "decisions-00000000000000000001.ndjson", "decisions-00000000000000000003.ndjson",
                    "decisions.ndjson",
                ])
            let lines = try files.lines()
            #expect(
                lines[2].contains(
                    #""data":{"reason":"request","closed":{"file":"decisions-00000000000000000001.ndjson","#))
            let report = try LogVerifier.verify(directory: directory)
            #expect(report.isGood && report.records == 6 && report.segments == 3)
        }
    }

    @Test("a segment that is long enough is closed before the next record", arguments: [1, 32])
    func bySize(callers: Int) async throws {
        try await withTemporaryDirectory { directory in
            let rotation = DecisionLog.Rotation(maxSegmentBytes: 1 << 16)
            let data = "\"" + String(repeating: "x", count: 3000) + "\""
            try await withLog(.init(directory: directory, instance: "test", rotation: rotation)) { log in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for caller in 0..<callers {
                        group.addTask {
                            for number in 0..<(256 / callers) {
                                try await log.append("dec_\(caller)_\(number)", data: data)
                            }
                        }
                    }
                    try await group.waitForAll()
                }
            }
            let files = LogFiles(directory)
            let segments = try files.segments()
            #expect(segments.count > 4)
            for name in segments.dropLast() { #expect(try files.bytes(name).count >= 1 << 16) }
            let report = try LogVerifier.verify(directory: directory)
            #expect(report.isGood && Int(report.records) == 256 + 1 + segments.count - 1)
        }
    }

    @Test("a segment that is old enough is closed before the next record, over a restart too")
    func byAge() async throws {
        try await withTemporaryDirectory { directory in
            let clock = ManualClock(Date(timeIntervalSince1970: 1_800_000_000))
            let configuration = DecisionLog.Configuration(
                directory: directory, instance: "test", rotation: .init(maxSegmentAge: .seconds(60)), now: clock.now)
            try await withLog(configuration) { log in
                try await log.append("dec_1")
                clock.set(Date(timeIntervalSince1970: 1_800_000_059))
                try await log.append("dec_2")
                #expect(try LogFiles(directory).segments().count == 1)
                clock.set(Date(timeIntervalSince1970: 1_800_000_060))
                try await log.append("dec_3")
                #expect(try LogFiles(directory).segments().count == 2)
            }
            clock.set(Date(timeIntervalSince1970: 1_800_000_200))
            try await withLog(configuration) { try await $0.append("dec_4") }
            #expect(try LogFiles(directory).segments().count == 3)
            #expect(try LogVerifier.verify(directory: directory).records == 8)
        }
    }

    @Test("a start goes on from whatever a crash left of a segment being begun", arguments: 0..<4)
    func crashWhileBegun(stage: Int) async throws {
        try await withTemporaryDirectory { directory in
            try await writeLog(directory, count: 3)
            let files = LogFiles(directory)
            try files.write(Array("half a rec".utf8), to: "decisions.next")
            let closed = "decisions-00000000000000000001.ndjson"
            if stage >= 1 { try files.move("decisions.ndjson", to: closed) }
            if stage == 2 { try files.write([], to: "decisions.ndjson") }
            if stage == 3 { try files.write(Array(#"{"specversion":"#.utf8), to: "decisions.ndjson") }
            try await withLog(.init(directory: directory, instance: "test")) { log in
                #expect(log.recovered.lastSequence == 4 && log.recovered.tornBytes == (stage == 3 ? 15 : 0))
                try await log.append("dec_new")
            }
            #expect(try files.segments().count == (stage == 0 ? 1 : 2))
            #expect(!FileManager.default.fileExists(atPath: files.url("decisions.next").path))
            let lines = try files.lines()
            #expect(stage == 0 || lines[4].contains(#""reason":"recovered""#))
            let report = try LogVerifier.verify(directory: directory)
            #expect(report.isGood && report.lastSequence == (stage == 0 ? 6 : 7))
        }
    }

    @Test("a log is good at any moment while it is written and rotated")
    func verifyWhileRotating() async throws {
        try await withTemporaryDirectory { directory in
            let rotation = DecisionLog.Rotation(maxSegmentBytes: 1 << 16)
            try await withLog(.init(directory: directory, instance: "test", rotation: rotation)) { log in
                let data = "\"" + String(repeating: "x", count: 5000) + "\""
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for task in 0..<4 {
                        group.addTask {
                            for number in 0..<100 { try await log.append("dec_\(task)_\(number)", data: data) }
                        }
                    }
                    for _ in 0..<20 {
                        let report = try LogVerifier.verify(directory: directory)
                        #expect(report.problem == nil)
                    }
                    try await group.waitForAll()
                }
            }
            #expect(try LogVerifier.verify(directory: directory).isGood)
        }
    }

    @Test("following goes through rotations, and the newest lines may lie in several segments")
    func tail() async throws {
        try await withTemporaryDirectory { directory in
            try await withLog(.init(directory: directory, instance: "test")) { log in
                try await log.append("dec_0")
                let opened = try OpenedLog(LogDirectory(directory), last: 1)
                var shown: [String] = []
                func read() throws {
                    while let line = try opened.next()?.line { shown.append(String(decoding: line, as: UTF8.self)) }
                }
                for number in 1..<10 {
                    if number % 2 == 0 { try read() }
                    try await log.append("dec_\(number)")
                    if number % 3 == 0 { try await log.rotate() }
                }
                try read()
                let lines = try LogFiles(directory).lines()
                #expect(lines.count == 14 && shown == Array(lines.dropFirst()))
                for count in 0...15 {
                    var newest: [String] = []
                    for try await line in LogTail(directory: directory, last: count, follow: false).compactMap({
                        $0.line
                    }) {
                        newest.append(String(decoding: line, as: UTF8.self))
                    }
                    #expect(newest == Array(lines.suffix(count)))
                }
            }
        }
    }
}
