import Foundation
import Synchronization
import Testing

@testable import DecisionLog

@Suite struct ObserverTests {
    /// What an observer was told.
    private final class Told: Sendable {
        private let state = Mutex<[DecisionLog.Event]>([])
        var events: [DecisionLog.Event] { state.withLock { $0 } }
        var firstFailures: [Bool] {
            events.compactMap { if case .rotationFailed(_, let isFirst) = $0 { isFirst } else { nil } }
        }
        /// Since when each had failed.
        var rotations: [Date?] {
            events.compactMap { if case .rotated(let since) = $0 { .some(since) } else { nil } }
        }
        func add(_ event: DecisionLog.Event) { state.withLock { $0.append(event) } }
    }

    @Test("what waits for the writer is told with its age, and each write with its records and bytes")
    func commits() async throws {
        try await withTemporaryDirectory { directory in
            let (clock, told) = (ManualClock(Date(timeIntervalSince1970: 1_800_000_000)), Told())
            let configuration = DecisionLog.Configuration(
                directory: directory, instance: "test", now: { clock.now() }, observe: { told.add($0) })
            try await withLog(configuration) { log in
                let opened = try ActiveFile(directory).bytes().count
                #expect(log.queue.records == 0 && log.queue.oldestAge == .zero)
                clock.hold()
                async let first = log.append("dec_1")
                while log.queue.records < 1 { await Task.yield() }
                let age = log.queue.oldestAge
                async let second = log.append("dec_2")
                while log.queue.records < 2 { await Task.yield() }
                let queue = log.queue
                #expect(queue.bytes > 0 && queue.oldestAge >= age)
                clock.release()
                _ = try await (first, second)
                #expect(log.queue.records == 0 && log.queue.bytes == 0 && log.queue.oldestAge == .zero)

                var (records, bytes) = (0, 0)
                for case .committed(let count, let size, let duration) in told.events {
                    records += count
                    bytes += size
                    #expect(duration > .zero)
                }
                #expect(records == 2)
                #expect(try ActiveFile(directory).bytes().count == opened + bytes)
            }
        }
    }

    @Test("records that are appended together are one write and one sync, and one that can't be appended isn't theirs")
    func group() async throws {
        try await withTemporaryDirectory { directory in
            let told = Told()
            let configuration = DecisionLog.Configuration(
                directory: directory, instance: "test", maxRecordBytes: 4096, observe: { told.add($0) })
            try await withLog(configuration) { log in
                let data = Array(#"{"decision":{}}"#.utf8)
                var records = (0..<100).map { DecisionLog.NewRecord(type: "t", id: "dec_\($0)", data: data) }
                records[7] = .init(type: "t", id: "dec_7", data: Array(repeating: UInt8(ascii: "1"), count: 5000))
                records[9] = .init(type: "t", id: "dec \"9", data: data)
                let outcomes = await log.append(records)
                // The log's own first record is the first.
                var next: UInt64 = 2
                for (index, outcome) in outcomes.enumerated() {
                    switch outcome {
                    case .success(let appended):
                        #expect(appended.sequence == next && index != 7 && index != 9)
                        next += 1
                    case .failure(.recordTooLarge(_, maxBytes: 4096)): #expect(index == 7)
                    case .failure(.invalidRecord): #expect(index == 9)
                    case .failure(let error): throw error
                    }
                }
                #expect(next == 100)
                let commits = told.events.compactMap {
                    if case .committed(let records, _, _) = $0 { records } else { nil }
                }
                #expect(commits == [98])
                #expect(await log.append([]).isEmpty)
            }
        }
    }

    @Test("of records that are appended together those that find no room in the queue are refused")
    func crowdedGroup() async throws {
        try await withTemporaryDirectory { directory in
            let configuration = DecisionLog.Configuration(directory: directory, instance: "test", maxQueueRecords: 3)
            let log = try DecisionLog.open(configuration)
            let records = (0..<5).map { DecisionLog.NewRecord(type: "t", id: "dec_\($0)", data: Array("{}".utf8)) }
            let refused = await log.append(records).map { if case .failure(.overloaded) = $0 { true } else { false } }
            #expect(refused == [false, false, false, true, true])
            await log.close()
            for outcome in await log.append(records) { #expect(outcome == .failure(.closed)) }
        }
    }

    @Test("a segment that is begun is told, each try that fails, and which is the first and how long it lasted")
    func rotations() async throws {
        try await withTemporaryDirectory { directory in
            let (clock, told) = (ManualClock(Date(timeIntervalSince1970: 1_800_000_000)), Told())
            let configuration = DecisionLog.Configuration(
                directory: directory, instance: "test", retryInterval: .milliseconds(1),
                rotation: .init(maxSegmentBytes: 1 << 16), now: { clock.now() }, observe: { told.add($0) })
            try await withLog(configuration) { log in
                let data = "\"" + String(repeating: "x", count: 70_000) + "\""
                for number in 0..<2 { try await log.append("dec_\(number)", data: data) }
                // Something that no file can take the place of.
                let obstacle = LogFiles(directory).url("decisions.next")
                try FileManager.default.createDirectory(
                    at: obstacle.appending(path: "inside"), withIntermediateDirectories: true)
                var number = 2
                func append(until isEnough: () -> Bool) async throws {
                    while !isEnough() {
                        try await log.append("dec_\(number)", data: data)
                        number += 1
                    }
                }
                try await append { told.firstFailures.count == 3 }
                try FileManager.default.removeItem(at: obstacle)
                try await append { log.rotationHealth == .writable }
                try await append { told.rotations.count == 3 }
                #expect(told.firstFailures == [true, false, false])
                #expect(told.rotations == [nil, Date(timeIntervalSince1970: 1_800_000_000), nil])
            }
        }
    }

    @Test("a checkpoint is told, and that its copy couldn't be written")
    func checkpoints() async throws {
        try await withTemporaryDirectory { directory in
            let told = Told()
            let checkpoints = DecisionLog.Checkpoints(
                key: try CheckpointKey(generatedFor: "test"), policy: .init(maxRecords: 1, maxDelay: .seconds(60)),
                copy: directory + "/nowhere/copy")
            let configuration = DecisionLog.Configuration(
                directory: directory + "/log", instance: "test", checkpoints: checkpoints, observe: { told.add($0) })
            try await withLog(configuration) { try await $0.append("dec_1") }
            let results = told.events.compactMap { if case .checkpoint(let isWritten) = $0 { isWritten } else { nil } }
            #expect(results.first == true && results.contains(false))
        }
    }
}
