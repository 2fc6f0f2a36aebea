import Foundation
import Synchronization
import Testing

@testable import DecisionLog

@Suite("Compressing closed segments", .timeLimit(.minutes(2))) struct SegmentCompressorTests {
    /// Counts what a log tells of compressed segments, and waits for it.
    private struct Outcomes {
        private let events: AsyncStream<Bool>
        let observe: DecisionLog.Observer

        init() {
            let (events, continuation) = AsyncStream.makeStream(of: Bool.self)
            self.events = events
            observe = { if case .compressed(let isDone) = $0 { continuation.yield(isDone) } }
        }

        /// The next `count` of them.
        func next(_ count: Int) async -> [Bool] { await events.prefix(count).reduce(into: []) { $0.append($1) } }
    }

    @Test("goes on beside the log, from its first rotation on, and a start takes what was closed without it")
    func running() async throws {
        try await withTemporaryDirectory { directory in
            let files = LogFiles(directory)
            try await withLog(.init(directory: directory, instance: "test")) { log in
                try await log.append("dec_0")
                try await log.rotate()
                #expect(log.compressionHealth == nil)
            }
            #expect(try !files.segments().contains { $0.hasSuffix(".gz") })
            let outcomes = Outcomes()
            let configuration = DecisionLog.Configuration(
                directory: directory, instance: "test", compression: .gzip, observe: outcomes.observe)
            try await withLog(configuration) { log in
                #expect(await outcomes.next(1) == [true])
                for number in 1..<4 {
                    try await log.append("dec_\(number)")
                    try await log.rotate()
                    #expect(await outcomes.next(1) == [true])
                    // The index has their places, from before they were compressed.
                    for older in 1...number { #expect(try log.record(id: "dec_\(older)") != nil) }
                }
                #expect(log.compressionHealth == .writable)
            }
            #expect(try files.segments().filter { $0.hasSuffix(".gz") }.count == 4)
            #expect(try files.segments().count == 5)
            let report = try LogVerifier.verify(directory: directory)
            #expect(report.isGood && report.segments == 5)
            #expect(try await python(directory).status == 0)
        }
    }

    /// What a crash leaves at each point, of the segment that is compressed.
    enum CrashPoint: CaseIterable {
        /// A part of the copy is written.
        case writing
        /// All of it is, under its first name.
        case written
        /// It has its own name, and the segment is there too.
        case renamed
        /// The segment is removed.
        case removed
    }

    @Test(
        "goes on after a crash at any point, and nothing is lost", arguments: CrashPoint.allCases, Compression.allCases)
    func crashed(point: CrashPoint, compression: Compression) async throws {
        try await withTemporaryDirectory { directory in
            try await writeSegments(directory)
            let files = LogFiles(directory)
            let lines = try files.lines()
            let names = try files.segments()
            let copy = try names.dropLast().map { try GzipMember.encoded(try files.bytes($0)[...], Deflater()) }[1]
            switch point {
            case .writing: try files.write(copy.prefix(copy.count / 2), to: "decisions.gz.next")
            case .written: try files.write(copy, to: "decisions.gz.next")
            case .renamed: try files.write(copy, to: names[1] + ".gz")
            case .removed:
                try files.write(copy, to: names[1] + ".gz")
                try files.remove(names[1])
            }
            // Before the start too.
            #expect(try LogVerifier.verify(directory: directory).isGood)
            #expect(try await python(directory).status == 0)
            let outcomes = Outcomes()
            let configuration = DecisionLog.Configuration(
                directory: directory, instance: "test", compression: compression, observe: outcomes.observe)
            try await withLog(configuration) { log in
                // Without the setting, only what a crash left of both is put right.
                let count = compression == .gzip ? (point == .removed ? 2 : 3) : (point == .renamed ? 1 : 0)
                #expect(await outcomes.next(count) == Array(repeating: true, count: count))
                #expect(!FileManager.default.fileExists(atPath: files.url("decisions.gz.next").path))
            }
            let isCompressed = try files.segments().map { $0.hasSuffix(".gz") }
            let second = point == .renamed || point == .removed
            #expect(
                isCompressed == (compression == .gzip ? [true, true, true, false] : [false, second, false, false]))
            #expect(try files.lines().prefix(lines.count) == lines[...])
            #expect(try LogVerifier.verify(directory: directory).isGood)
            #expect(try await python(directory).status == 0)
        }
    }

    @Test("leaves a segment and a copy of other content as they are, says so, and goes on with the others")
    func different() async throws {
        try await withTemporaryDirectory { directory in
            try await writeSegments(directory)
            let files = LogFiles(directory)
            let names = try files.segments()
            let other = Array("{}\n".utf8)
            try files.write(other, to: names[1] + ".gz")
            let outcomes = Outcomes()
            let configuration = DecisionLog.Configuration(
                directory: directory, instance: "test", compression: .gzip, observe: outcomes.observe)
            let before = try files.bytes(names[1])
            try await withLog(configuration) { log in
                #expect(await outcomes.next(3) == [true, false, true])
                guard case .notWritable(_, let reason)? = log.compressionHealth else {
                    Issue.record("it isn't said")
                    return
                }
                #expect(reason == "\(names[1]) and \(names[1]).gz are both there and differ")
                // What the log wrote is what readers take.
                let found = try LogSearch.line(id: "dec_5", directory: directory)
                #expect(found != nil)
            }
            #expect(try files.bytes(names[1]) == before && files.bytes(names[1] + ".gz") == other)
        }
    }

    @Test("that fails leaves the segment as it is and is tried again, and what is left of the copy is removed")
    func retried() async throws {
        try await withTemporaryDirectory { directory in
            try await writeSegments(directory)
            let files = LogFiles(directory)
            let obstacle = files.url("decisions.gz.next").appending(path: "x")
            try FileManager.default.createDirectory(at: obstacle, withIntermediateDirectories: true)
            let outcomes = [false, false, false, true, true, true]
            let left = try await compressSegments(directory, outcomes: outcomes, retryDelay: .milliseconds(20)) {
                number in
                guard number == 2 else { return }
                #expect(try files.segments().allSatisfy { $0.hasSuffix(".ndjson") })
                try FileManager.default.removeItem(at: files.url("decisions.gz.next"))
            }
            #expect(left == nil)
            #expect(try files.segments().filter { $0.hasSuffix(".gz") }.count == 3)
            #expect(try LogVerifier.verify(directory: directory).isGood)
        }
    }

    @Test("makes room for more of the past, as retention counts what is on the disk; what it removes doesn't come back")
    func retention() async throws {
        try await withTemporaryDirectory { directory in
            let outcomes = Outcomes()
            let configuration = DecisionLog.Configuration(
                directory: directory, instance: "test",
                rotation: .init(maxSegmentBytes: 1 << 16, maxTotalBytes: 1 << 17), compression: .gzip,
                checkpoints: .init(key: try CheckpointKey(generatedFor: "log")), observe: outcomes.observe)
            let data = "\"" + String(repeating: "x", count: 30_000) + "\""
            try await withLog(configuration) { log in
                for number in 0..<60 {
                    try await log.append("dec_\(number)", data: data)
                    if number % 3 == 2 {
                        try await log.rotate()
                        #expect(await outcomes.next(1) == [true])
                    }
                }
            }
            let files = LogFiles(directory)
            // Without compression one or two would be there.
            #expect(try files.segments().count == 21)
            let script = "du --apparent-size --bytes -c '\(directory)'/*.ndjson* | tail -n 1 | cut -f 1"
            let total = try await run("bash", ["-c", script]).output
            #expect(try #require(Int(total.trimmingCharacters(in: .whitespacesAndNewlines))) < 1 << 17)
            #expect(try LogVerifier.verify(directory: directory).isGood)
        }
    }

    @Test("takes what waits in order, forgets what is withdrawn, and keeps since when one has failed")
    func queue() {
        var queue = CompressionQueue()
        let (early, late) = (Date(timeIntervalSince1970: 1), Date(timeIntervalSince1970: 2))
        queue.offer([1, 5, 9])
        queue.withdraw(5)
        #expect(queue.next() == 1)
        queue.failed(1, reason: "no space", at: early)
        #expect(queue.next() == 9)
        queue.withdraw(9)
        #expect(queue.current == nil)
        queue.failed(9, reason: "removed", at: late)
        #expect(queue.failure == Outage(since: early, reason: "no space") && queue.next() == nil)
        queue.retry()
        queue.retry()
        #expect(queue.next() == 1)
        queue.failed(1, reason: "no space still", at: late)
        #expect(queue.failure == Outage(since: early, reason: "no space still"))
        queue.retry()
        #expect(queue.next() == 1)
        queue.succeeded(1, diskBytes: 10)
        #expect(queue.failure == nil && queue.takeFinished().map(\.diskBytes) == [10] && queue.takeFinished().isEmpty)
        queue.offer([13])
        queue.isEnding = true
        #expect(queue.next() == nil)
    }
}
