import DecisionLog
import Decisions
import Foundation

/// Reads a log in parts, and replays as many of them at once as there are processors.
struct ReplayRun {
    /// Of a part: small enough that the parts in hand take little memory, large enough to be worth a task.
    private static let batchRecords = 512
    private static let batchBytes = 4 << 20

    let replayer: Replayer
    var progress: ReplayProgress?

    /// Blocks while it reads, so that it is for a command alone.
    ///
    /// - Throws: ``DecisionLogError``.
    mutating func run(_ query: LogQuery) async throws -> ReplayTally {
        var query = query
        let maxBatches = ProcessInfo.processInfo.activeProcessorCount + 1
        return try await withThrowingTaskGroup(of: ReplayTally.self) { [replayer] group in
            var total = ReplayTally()
            var batches = 0
            while let batch = try Self.batch(&query) {
                if batches == maxBatches, let tally = try await group.next() {
                    total.add(tally)
                    batches -= 1
                }
                group.addTask { replayer.replay(batch) }
                batches += 1
                progress?.advance(by: batch.count, to: batch.last?.time)
            }
            for try await tally in group { total.add(tally) }
            progress?.end()
            return total
        }
    }

    private static func batch(_ query: inout LogQuery) throws(DecisionLogError) -> [LogEntry]? {
        var batch: [LogEntry] = []
        batch.reserveCapacity(batchRecords)
        var bytes = 0
        while batch.count < batchRecords, bytes < batchBytes, let entry = try query.nextEntry() {
            bytes += entry.line.count
            batch.append(entry)
        }
        return batch.isEmpty ? nil : batch
    }
}
