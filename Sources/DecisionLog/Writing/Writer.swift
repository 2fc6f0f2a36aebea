import Dispatch
import Foundation

/// Turns what waits in the inbox into one write and one sync, again and again: the group commit. Runs on a thread of its own,
/// since every step blocks. While a batch is on its way to the device the next one gathers by itself.
struct Writer: Sendable {
    /// A batch that takes more than one write is written in parts of about this size; bounds the buffer.
    private static let maxWriteBytes = 4 << 20
    /// With `commit`, no more than this is ever written and not yet synced: a write holds one record at least, however long.
    static let maxUnsyncedBytes = Int64(maxWriteBytes + RecordFormat.maxLineBytes)
    /// A slow disk shall not add to its slowness.
    private static let maxGatherNanoseconds: UInt64 = 1_000_000

    let inbox: Inbox
    private let durability: Durability
    private let retryInterval: DispatchTimeInterval
    private let now: @Sendable () -> Date
    private let observe: DecisionLog.Observer?
    private let encoder: LineEncoder
    private var store: SegmentStore
    private var chain: Chain
    private var outage: Outage?
    private var retryAt = DispatchTime.distantFuture
    private var syncAt: DispatchTime?
    /// How long the next batch may gather.
    private var gatherTime = DispatchTimeInterval.nanoseconds(0)
    private var buffer: [UInt8] = []
    private var batch: [PendingRecord] = []
    private var appended: [Appended] = []
    private var written: [WrittenRecord] = []

    init(
        configuration: DecisionLog.Configuration, inbox: Inbox, store: SegmentStore, chain: Chain
    ) {
        self.inbox = inbox
        self.store = store
        self.chain = chain
        durability = configuration.durability
        retryInterval = .milliseconds(configuration.retryInterval.milliseconds)
        now = configuration.now
        observe = configuration.observe
        encoder = LineEncoder(instance: configuration.instance)
    }

    /// Works until the inbox is closed and empty, then syncs, closes the file and frees the directory.
    mutating func run() {
        while true {
            let work = inbox.take(into: &batch, deadline: deadline, gatherTime: gatherTime)
            switch work {
            case .records: writeBatch()
            case .rotation: rotate()
            case .timedOut: break
            case .closing:
                close()
                return
            }
            syncIfDue()
            checkpointIfDue()
            if case .timedOut = work { retryIfDue() }
        }
    }

    /// Writes and syncs one record of the log's own, whatever the durability says. Before `run()`, or within it.
    ///
    /// - Parameter make: gets the chain that the record will continue.
    mutating func write(own make: (Chain) throws(DecisionLogError) -> Record) throws(WriteFailure) {
        let date = now()
        try store.prepare(&chain, now: date)
        // The log's own records always fit in a line.
        guard let record = try? make(chain) else { return }
        var next = chain
        buffer.removeAll(keepingCapacity: true)
        encoder.append(record, at: Timestamp(date), chain: &next, to: &buffer)
        try store.append(buffer, sync: true)
        chain = next
        store.appended([WrittenRecord(id: record.id, hash: next.hash, bytes: buffer.count)], time: next.time)
    }
}

// Batches.
extension Writer {
    private mutating func writeBatch() {
        var start = 0
        while start < batch.count {
            let date = now()
            do throws(WriteFailure) {
                try store.prepare(&chain, now: date)
            } catch {
                // Nothing was encoded: the rest of the batch fails as one.
                failed(error, records: batch.count - start)
                settle(start..<batch.count, failure: error)
                break
            }
            let (next, count) = encode(from: start, at: Timestamp(date))
            let end = start + count
            do throws(WriteFailure) {
                try append()
                chain = next
                store.appended(written, time: next.time)
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
        try store.append(buffer, sync: isCommit)
        let taken = DispatchTime.now().uptimeNanoseconds - start
        gatherTime = .nanoseconds(isCommit ? Int(clamping: min(taken, Self.maxGatherNanoseconds)) : 0)
        observe?(
            .committed(records: appended.count, bytes: buffer.count, duration: .nanoseconds(Int64(clamping: taken))))
    }

    /// Encodes the batch's records from `start` on into the buffer, up to `maxWriteBytes` but at least one.
    private mutating func encode(from start: Int, at time: Timestamp) -> (chain: Chain, count: Int) {
        var next = chain
        buffer.removeAll(keepingCapacity: true)
        appended.removeAll(keepingCapacity: true)
        written.removeAll(keepingCapacity: true)
        if let outage, let record = try? OwnRecord.resumed(after: next, outage: outage, refused: inbox.refused) {
            encoder.append(record, at: time, chain: &next, to: &buffer)
            written.append(WrittenRecord(id: record.id, hash: next.hash, bytes: buffer.count))
        }
        for pending in batch[start...] {
            if !appended.isEmpty, buffer.count + pending.lineBytes > Self.maxWriteBytes { break }
            encoder.append(pending.record, at: time, chain: &next, to: &buffer)
            appended.append(Appended(sequence: next.sequence, hash: next.hash))
            written.append(WrittenRecord(id: pending.record.id, hash: next.hash, bytes: pending.lineBytes))
        }
        return (next, appended.count)
    }

    /// Tells the callers. The queue's places are given back first, so that one who comes again at once finds its own free.
    private func settle(_ range: Range<Int>, failure: WriteFailure?) {
        let pending = batch[range]
        inbox.finish(records: pending.count, bytes: pending.reduce(0) { $0 + $1.lineBytes })
        if let failure {
            for one in pending { one.settle(.failure(.notWritable(reason: failure.reason))) }
        } else {
            for (one, appended) in zip(pending, appended) { one.settle(.success(appended)) }
        }
    }
}

// Outages, the interval, rotation and the end.
extension Writer {
    private var deadline: DispatchTime? {
        // During an outage no checkpoint is made: one that is due would wake the writer again and again.
        let next = outage == nil ? store.deadline : retryAt
        return [syncAt, next].compactMap { $0 }.min()
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
        let outage = Outage(since: outage?.since ?? now(), reason: failure.reason)
        self.outage = outage
        retryAt = .now() + retryInterval
        inbox.fail(records: records, outage: outage)
        observe?(.failed(records: records))
    }

    private mutating func syncIfDue() {
        guard let due = syncAt, due <= .now() else { return }
        syncAt = nil
        do throws(WriteFailure) {
            try store.sync()
        } catch {
            failed(error, records: 0)
        }
    }

    private mutating func checkpointIfDue() {
        guard outage == nil else { return }
        do throws(WriteFailure) {
            try store.checkpointIfDue()
        } catch {
            failed(error, records: 0)
        }
    }

    private mutating func rotate() {
        let result: Result<Void, DecisionLogError>
        do throws(WriteFailure) {
            try store.rotateOnRequest(&chain, now: now())
            result = .success(())
        } catch {
            result = .failure(.notWritable(reason: error.reason))
        }
        inbox.rotated(result)
    }

    /// Without callers nobody else would find out that the disk has space again.
    private mutating func retryIfDue() {
        guard let outage, retryAt <= .now() else { return }
        let refused = inbox.refused
        do throws(WriteFailure) {
            try write { chain throws(DecisionLogError) in
                try OwnRecord.resumed(after: chain, outage: outage, refused: refused)
            }
            committed()
        } catch {
            failed(error, records: 0)
        }
    }

    private mutating func close() {
        store.close(&chain, now: now())
        inbox.closed()
    }
}
