import Foundation
import Synchronization
import Testing

@testable import DecisionLog

@Suite struct ObserverTests {
    /// What an observer was told.
    private final class Told: Sendable {
        private let state = Mutex<[DecisionLog.Event]>([])
        var events: [DecisionLog.Event] { state.withLock { $0 } }
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

    @Test("a checkpoint is told, also one that couldn't be written")
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
            #expect(results.first == false)
        }
    }
}
