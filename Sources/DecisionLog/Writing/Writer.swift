import Dispatch
import Foundation

/// Turns what waits in the inbox into one write and one sync, again and again: the group commit. Runs on a thread of its own,
/// since every step blocks. While a batch is on its way to the device the next one gathers by itself.
struct Writer: Sendable {
    /// A batch that takes more than one write is written in parts of about this size; bounds the buffer.
    private static let maxWriteBytes = 4 << 20
    /// A slow disk shall not add to its slowness.
    private static let maxGatherNanoseconds: UInt64 = 1_000_000

    let inbox: Inbox
    private let lock: DirectoryLock
    private let durability: Durability
    private let retryInterval: DispatchTimeInterval
    private let now: @Sendable () -> Date
    private let encoder: LineEncoder
    private var file: LogFile
    private var chain: Chain
    private var outage: Outage?
    private var retryAt = DispatchTime.distantFuture
    private var syncAt: DispatchTime?
    /// How long the next batch may gather.
    private var gatherTime = DispatchTimeInterval.nanoseconds(0)
    private var buffer: [UInt8] = []
    private var batch: [PendingRecord] = []
    private var appended: [Appended] = []

    init(
        configuration: DecisionLog.Configuration, inbox: Inbox, lock: DirectoryLock, file: LogFile, chain: Chain
    ) {
        self.inbox = inbox
        self.lock = lock
        self.file = file
        self.chain = chain
        durability = configuration.durability
        retryInterval = .milliseconds(configuration.retryInterval.milliseconds)
        now = configuration.now
        encoder = LineEncoder(instance: configuration.instance)
    }

    /// Works until the inbox is closed and empty, then syncs, closes the file and frees the directory.
    mutating func run() {
        while true {
            let work = inbox.take(into: &batch, deadline: deadline, gatherTime: gatherTime)
            switch work {
            case .records: writeBatch()
            case .timedOut: break
            case .closing:
                close()
                return
            }
            syncIfDue()
            if case .timedOut = work { retryIfDue() }
        }
    }

    /// Writes and syncs one record of the log's own, whatever the durability says. Before `run()`, or within it.
    mutating func write(own record: Record) throws(WriteFailure) {
        var next = chain
        buffer.removeAll(keepingCapacity: true)
        encoder.append(record, at: Timestamp(now()), chain: &next, to: &buffer)
        try file.append(buffer, sync: true)
        chain = next
    }
}

// Batches.
extension Writer {
    private mutating func writeBatch() {
        var start = 0
        while start < batch.count {
            let (next, count) = encode(from: start)
            let end = start + count
            do {
                try append()
                chain = next
                committed()
                settle(start..<end, failure: nil)
            } catch {
                failed(error, records: count)
                settle(start..<end, failure: error)
            }
            start = end
        }
        batch.removeAll(keepingCapacity: true)
        if buffer.capacity > 2 * Self.maxWriteBytes { buffer = [] }
    }

    /// Writes the buffer. With `commit`, callers who are on their way may join the next batch for as long as this sync took: it
    /// saves more than it costs, since each sync costs the same however much it writes.
    private mutating func append() throws(WriteFailure) {
        let isCommit = durability == .commit
        let start = DispatchTime.now().uptimeNanoseconds
        try file.append(buffer, sync: isCommit)
        let taken = DispatchTime.now().uptimeNanoseconds - start
        gatherTime = .nanoseconds(isCommit ? Int(clamping: min(taken, Self.maxGatherNanoseconds)) : 0)
    }

    /// Encodes the batch's records from `start` on into the buffer, up to `maxWriteBytes` but at least one.
    private mutating func encode(from start: Int) -> (chain: Chain, count: Int) {
        var next = chain
        let time = Timestamp(now())
        buffer.removeAll(keepingCapacity: true)
        appended.removeAll(keepingCapacity: true)
        if let outage, let record = try? OwnRecord.resumed(after: next, outage: outage, refused: inbox.refused) {
            encoder.append(record, at: time, chain: &next, to: &buffer)
        }
        for pending in batch[start...] {
            if !appended.isEmpty, buffer.count + pending.lineBytes > Self.maxWriteBytes { break }
            encoder.append(pending.record, at: time, chain: &next, to: &buffer)
            appended.append(Appended(sequence: next.sequence, hash: next.hash))
        }
        return (next, appended.count)
    }

    /// Tells the callers. The queue's places are given back first, so that one who comes again at once finds its own free.
    private func settle(_ range: Range<Int>, failure: WriteFailure?) {
        let pending = batch[range]
        inbox.finish(records: pending.count, bytes: pending.reduce(0) { $0 + $1.lineBytes })
        if let failure {
            for one in pending { one.continuation.resume(returning: .failure(.notWritable(reason: failure.reason))) }
        } else {
            for (one, appended) in zip(pending, appended) { one.continuation.resume(returning: .success(appended)) }
        }
    }
}

// Outages, the interval and the end.
extension Writer {
    private var deadline: DispatchTime? {
        if let outage, !outage.isFinal { return min(retryAt, syncAt ?? .distantFuture) }
        return syncAt
    }

    private mutating func committed() {
        if outage != nil {
            outage = nil
            inbox.endOutage()
        }
        if case .interval(let interval) = durability, syncAt == nil {
            syncAt = .now() + .milliseconds(interval.milliseconds)
        }
    }

    private mutating func failed(_ failure: WriteFailure, records: Int) {
        let outage = Outage(since: outage?.since ?? now(), reason: failure.reason, isFinal: failure.isFinal)
        self.outage = outage
        retryAt = .now() + retryInterval
        inbox.fail(records: records, outage: outage)
    }

    private mutating func syncIfDue() {
        guard let due = syncAt, due <= .now() else { return }
        syncAt = nil
        do {
            try file.sync()
        } catch {
            failed(error, records: 0)
        }
    }

    /// Without callers nobody else would find out that the disk has space again.
    private mutating func retryIfDue() {
        guard let outage, !outage.isFinal, retryAt <= .now() else { return }
        do throws(WriteFailure) {
            guard let record = try? OwnRecord.resumed(after: chain, outage: outage, refused: inbox.refused) else {
                return
            }
            try write(own: record)
            committed()
        } catch {
            failed(error, records: 0)
        }
    }

    private mutating func close() {
        do {
            try file.sync()
        } catch {
            failed(error, records: 0)
        }
        file.close()
        lock.release()
        inbox.closed()
    }
}
