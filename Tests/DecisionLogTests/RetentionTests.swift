import Foundation
import Synchronization
import Testing

@testable import DecisionLog

/// A wall clock and a steady one, which go together but for what somebody sets.
private final class Clocks: Sendable {
    private let wall = Mutex(Date(timeIntervalSince1970: 1_800_000_000))
    private let steady = Mutex(ContinuousClock.now)

    func now() -> Date { wall.withLock { $0 } }
    func steadyNow() -> ContinuousClock.Instant { steady.withLock { $0 } }

    func pass(_ seconds: Int) {
        wall.withLock { $0 += Double(seconds) }
        steady.withLock { $0 += .seconds(seconds) }
    }

    func jump(_ seconds: Int) { wall.withLock { $0 += Double(seconds) } }
}

@Suite("Retention", .timeLimit(.minutes(2))) struct RetentionTests {
    private static let day = 86_400

    private static func configuration(_ directory: String, _ clocks: Clocks) throws -> DecisionLog.Configuration {
        .init(
            directory: directory, instance: "test",
            rotation: .init(maxSegmentAge: .seconds(3660 * day), maxAge: .seconds(30 * day)),
            checkpoints: .init(key: try CheckpointKey(generatedFor: "log")), now: clocks.now,
            steadyNow: clocks.steadyNow)
    }

    @Test("by age doesn't believe a clock that jumps ahead, and goes on by the time that really passes")
    func jump() async throws {
        try await withTemporaryDirectory { directory in
            let clocks = Clocks()
            let files = LogFiles(directory)
            try await withLog(Self.configuration(directory, clocks)) { log in
                func rotate() async throws {
                    try await log.append("dec_\(UUID())")
                    try await log.rotate()
                }
                try await rotate()
                clocks.pass(Self.day)
                try await rotate()
                clocks.jump(3000 * Self.day)
                for _ in 0..<3 { try await rotate() }
                #expect(try files.segments().count == 6)
                clocks.pass(30 * Self.day)
                try await rotate()
                #expect(try !files.segments().contains("decisions-00000000000000000001.ndjson"))
                #expect(try files.segments().count > 3)
            }
            #expect(try LogVerifier.verify(directory: directory).isGood)
        }
    }

    @Test("by age waits for ten minutes after a start, in which a wrong clock may be set, and then needs no rotation")
    func settling() async throws {
        try await withTemporaryDirectory { directory in
            let clocks = Clocks()
            let files = LogFiles(directory)
            for _ in 0..<2 {
                try await withLog(Self.configuration(directory, clocks)) { log in
                    try await log.append("dec_\(UUID())")
                    try await log.rotate()
                    clocks.pass(599)
                    try await log.append("dec_\(UUID())")
                    try await log.rotate()
                }
                clocks.pass(40 * Self.day)
            }
            #expect(try files.segments().first == "decisions-00000000000000000001.ndjson")
            try await withLog(Self.configuration(directory, clocks)) { log in
                try await log.append("dec_early")
                try await log.rotate()
                #expect(try files.segments().first == "decisions-00000000000000000001.ndjson")
                clocks.pass(600)
                try await log.append("dec_late")
                #expect(try files.segments().first != "decisions-00000000000000000001.ndjson")
            }
            #expect(try LogVerifier.verify(directory: directory).isGood)
        }
    }

    /// Of each record a checkpoint, and of the closed segments only the newest is kept, if any.
    private static func shortLog(_ directory: String, _ key: CheckpointKey) -> DecisionLog.Configuration {
        .init(
            directory: directory, instance: "test",
            rotation: .init(maxSegmentBytes: 1 << 16, maxTotalBytes: 1 << 16),
            checkpoints: .init(key: key, policy: .init(maxRecords: 1)))
    }

    private func append(to log: DecisionLog) async throws {
        let data = "\"" + String(repeating: "x", count: 9000) + "\""
        for number in 0..<40 { try await log.append("dec_\(number)", data: data) }
    }

    @Test("leaves a log that is good by the checkpoint that covers just what was removed, kept elsewhere or not")
    func boundary() async throws {
        try await withTemporaryDirectory { root in
            let directory = root + "/log"
            let key = try CheckpointKey(generatedFor: "log")
            try await withLog(Self.shortLog(directory, key)) { try await append(to: $0) }
            let files = LogFiles(directory)
            let report = try LogVerifier.verify(directory: directory, publicKeys: [key.publicKey])
            #expect(report.isGood && report.removedRecords > 0, "\(report.problem.map { "\($0)" } ?? "")")
            // Nothing but that checkpoint, as just after the rotation.
            let notes = String(decoding: try files.bytes("checkpoints"), as: UTF8.self).components(separatedBy: "\n\n")
            let first = Array((notes.prefix(2).joined(separator: "\n\n") + "\n\n").utf8)
            #expect(notes.first?.hasPrefix("log\n\(report.removedRecords)\n") == true)
            try files.write(first, to: "checkpoints")
            try Data(first).write(to: URL(filePath: root + "/kept"))
            #expect(try LogVerifier.verify(directory: directory, publicKeys: [key.publicKey]).isGood)
            #expect(try await python(directory, key.publicKey).status == 0)
            #expect(try LogVerifier.verify(directory: directory, publicKeys: [key.publicKey], kept: first).isGood)
            #expect(try await python(directory, key.publicKey, kept: root + "/kept").status == 0)
            // A begin that somebody made up doesn't fit it.
            var bytes = first
            bytes[8] = bytes[8] == 0x41 ? 0x42 : 0x41
            try files.write(bytes, to: "checkpoints")
            #expect(try LogVerifier.verify(directory: directory).isGood == false)
            #expect(try await python(directory).status != 0)
        }
    }

    @Test("removes with the segments the checkpoints of what it removed, but for the last, which says what it was")
    func checkpoints() async throws {
        try await withTemporaryDirectory { directory in
            let key = try CheckpointKey(generatedFor: "log")
            let configuration = Self.shortLog(directory, key)
            try await withLog(configuration) { try await append(to: $0) }
            let report = try LogVerifier.verify(directory: directory, publicKeys: [key.publicKey])
            let notes = String(decoding: try LogFiles(directory).bytes("checkpoints"), as: UTF8.self)
            let sizes = notes.split(separator: "\n").compactMap { UInt64($0) }
            #expect(report.isGood && sizes.first == report.removedRecords && sizes.count < 20)
            #expect(try await python(directory, key.publicKey).status == 0)
            // A start goes on with the file.
            try await withLog(configuration) { try await $0.append("dec_new") }
            #expect(try LogVerifier.verify(directory: directory, publicKeys: [key.publicKey]).isGood)
        }
    }

    @Test("that removes segments which a check is still to read doesn't have it find fault")
    func besideVerify() async throws {
        try await withTemporaryDirectory { directory in
            let configuration = DecisionLog.Configuration(
                directory: directory, instance: "test",
                rotation: .init(maxSegmentBytes: 1 << 16, maxTotalBytes: 1 << 18),
                checkpoints: .init(key: try CheckpointKey(generatedFor: "log")))
            let data = "\"" + String(repeating: "x", count: 30_000) + "\""
            try await withLog(configuration) { log in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for task in 0..<4 {
                        group.addTask {
                            for number in 0..<100 { try await log.append("dec_\(task)_\(number)", data: data) }
                        }
                    }
                    for _ in 0..<40 {
                        let report = try LogVerifier.verify(directory: directory)
                        #expect(report.problem == nil)
                    }
                    try await group.waitForAll()
                }
            }
        }
    }

    @Test(
        "that can't remove a segment, or finds it twice, says so, removes none after it, and goes on once it can",
        arguments: [false, true])
    func stuck(isTwice: Bool) async throws {
        try await withTemporaryDirectory { directory in
            let files = LogFiles(directory)
            let configuration = DecisionLog.Configuration(
                directory: directory, instance: "test",
                rotation: .init(maxSegmentBytes: 1 << 16, maxTotalBytes: 1 << 16),
                checkpoints: .init(key: try CheckpointKey(generatedFor: "log")))
            try await withLog(configuration) { log in
                func rotate() async throws {
                    try await log.append("dec_\(UUID())", data: "\"" + String(repeating: "x", count: 60_000) + "\"")
                    try await log.rotate()
                }
                #expect(log.retentionHealth == .writable)
                try await rotate()
                // What is in the way of the next removal: a file that is none, or a copy that nobody has compared.
                let first = try #require(files.segments().first)
                let obstacle = directory + "/" + (isTwice ? first + ".gz" : first)
                if !isTwice { try FileManager.default.moveItem(atPath: obstacle, toPath: directory + "/aside") }
                try FileManager.default.createDirectory(
                    atPath: obstacle + "/inside", withIntermediateDirectories: true)
                for _ in 0..<4 { try await rotate() }
                guard case .notWritable(_, let reason)? = log.retentionHealth else { throw DecisionLogError.closed }
                #expect(reason.contains(first))
                #expect(try Self.removals(directory) == (isTwice ? 0 : 1))

                try FileManager.default.removeItem(atPath: obstacle)
                try await rotate()
                #expect(log.retentionHealth == .writable)
                #expect(try files.segments().count <= 2)
            }
            try? FileManager.default.removeItem(atPath: directory + "/aside")
            #expect(try LogVerifier.verify(directory: directory).isGood)
        }
    }

    /// How many records there are that say what was removed.
    private static func removals(_ directory: String) throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasSuffix(".ndjson") }.reduce(0) {
            sum, name in
            let text = (try? String(contentsOfFile: directory + "/" + name, encoding: .utf8)) ?? ""
            return sum + text.split(separator: "\n").count { $0.contains(#""type":"portcullis.log.removed.v1""#) }
        }
    }
}
