import Foundation
import SystemPackage

/// The append-only, hash-chained log of one service (`docs/log.md`). Records of concurrent callers are committed in groups by one
/// writer on a thread of its own.
///
/// Close it before the process ends. One that is dropped unclosed still writes what waits and then frees its directory, but
/// nobody can wait for that.
package final class DecisionLog: Sendable {
    let inbox: Inbox
    private let encoder: LineEncoder
    private let maxRecordBytes: Int
    let index: RecordIndex
    let directory: LogDirectory
    /// Nil if none are signed.
    private let checkpointStatus: OutageStatus?
    private let rotationStatus: OutageStatus
    private let retentionStatus: OutageStatus?
    /// Nil if there is none.
    private let checkpointCopy: CheckpointCopy?
    private let compressor: SegmentCompressor
    private let now: @Sendable () -> Date

    /// The end of the chain as recovery found it, and how much it cut off: for a line in the service's own log at the start.
    package let recovered: RecoverySummary

    private init(
        inbox: Inbox, configuration: Configuration, recovered: RecoverySummary, index: RecordIndex,
        checkpointStatus: OutageStatus, checkpointCopy: CheckpointCopy?, rotationStatus: OutageStatus,
        retentionStatus: OutageStatus, compressor: SegmentCompressor
    ) {
        self.checkpointStatus = configuration.checkpoints.map { _ in checkpointStatus }
        self.rotationStatus = rotationStatus
        self.retentionStatus = configuration.rotation.retention.isConfigured ? retentionStatus : nil
        self.checkpointCopy = checkpointCopy
        self.compressor = compressor
        now = configuration.now
        self.inbox = inbox
        self.index = index
        directory = LogDirectory(configuration.directory)
        encoder = LineEncoder(instance: configuration.instance)
        maxRecordBytes = configuration.maxRecordBytes
        self.recovered = recovered
    }

    deinit {
        inbox.close(nil)
    }

    /// Locks the directory, recovers, appends `portcullis.log.opened.v1` and starts the writer. Blocks for some milliseconds.
    ///
    /// - Throws: `.invalidConfiguration`, `.unreadable`, `.locked`, `.corrupt`, or `.notWritable` if the first record fails.
    package static func open(_ configuration: Configuration) throws(DecisionLogError) -> DecisionLog {
        try configuration.validate()
        let directory = LogDirectory(configuration.directory)
        try directory.create()
        let lock = try DirectoryLock(directory)
        do {
            return try open(configuration, directory: directory, lock: lock)
        } catch {
            lock.release()
            throw error
        }
    }

    /// Appends a record and returns when it is as durable as the configuration says. A cancelled task waits all the same: its
    /// decision was made, so it is logged.
    ///
    /// - Parameters:
    ///   - type: the CloudEvents type, such as `portcullis.decision.v1`.
    ///   - id: unique among the log's records. Printable ASCII without `"` and `\`, as `type` and `traceparent`.
    ///   - traceparent: W3C Trace Context.
    ///   - data: a JSON value on one line in UTF-8, which stands in the record byte for byte.
    /// - Throws: `.invalidRecord` and `.recordTooLarge` for what can't stand in a line; `.overloaded`, `.notWritable`, `.closed`.
    ///   After any of them the record isn't in the log.
    package func append(
        type: String, id: String, traceparent: String? = nil, data: [UInt8]
    ) async throws(DecisionLogError) -> Appended {
        let record = try Record(type: type, id: id, traceparent: traceparent, data: data)
        let lineBytes = try lineBytes(of: record)
        let outcome: PendingRecord.Outcome = await withCheckedContinuation { continuation in
            let pending = PendingRecord(record: record, lineBytes: lineBytes, waiter: .one(continuation))
            if let refusal = inbox.submit(pending) { pending.settle(.failure(refusal)) }
        }
        return try outcome.get()
    }

    func lineBytes(of record: Record) throws(DecisionLogError) -> Int {
        let lineBytes = encoder.lineBytes(record)
        guard lineBytes <= maxRecordBytes else { throw .recordTooLarge(bytes: lineBytes, maxBytes: maxRecordBytes) }
        return lineBytes
    }

    /// Closes the segment that is written and begins another, in the order of the appends; for SIGHUP. One without records but the
    /// log's own first stays.
    ///
    /// - Throws: `.notWritable` or `.closed`.
    package func rotate() async throws(DecisionLogError) {
        try await withCheckedContinuation { inbox.rotate($0) }.get()
    }

    /// Whether the last write went well, and none takes too long; for readiness.
    package var health: Health {
        if let outage = inbox.outage { return .notWritable(since: outage.since, reason: outage.reason) }
        let age = inbox.queue.oldestAge
        guard age > Self.maxWait else { return .writable }
        let seconds = age.components.seconds
        return .notWritable(
            since: now() - TimeInterval(seconds),
            reason: "records have waited for \(seconds) s: the file system doesn't answer")
    }

    /// Whether the last checkpoint could be written, copy included; nil if none are signed. The records go on without.
    package var checkpointHealth: Health? {
        guard let checkpointStatus else { return nil }
        guard let outage = checkpointStatus.outage ?? checkpointCopy?.outage else { return .writable }
        return .notWritable(since: outage.since, reason: outage.reason)
    }

    /// Whether a segment could be begun when it was time. One that couldn't is tried again, and until then the old one is written on.
    package var rotationHealth: Health {
        guard let outage = rotationStatus.outage else { return .writable }
        return .notWritable(since: outage.since, reason: outage.reason)
    }

    /// Whether all could be removed that needn't be kept; nil if everything is.
    package var retentionHealth: Health? {
        guard let retentionStatus else { return nil }
        guard let outage = retentionStatus.outage else { return .writable }
        return .notWritable(since: outage.since, reason: outage.reason)
    }

    /// Whether all closed segments could be compressed that were to be; nil if none are. What couldn't is tried again, and nothing else
    /// depends on it.
    package var compressionHealth: Health? { compressor.health }

    /// Writes what waits, syncs, closes the file and frees the directory; then returns. Appends from now on get `.closed`. May be
    /// called more than once and by several tasks.
    package func close() async {
        _ = await withCheckedContinuation { inbox.close($0) }
    }

    /// The same, but gives up waiting after a time: a file system that doesn't answer may never do.
    ///
    /// - Returns: false if the log wasn't closed in time; it will be, if the file system comes back.
    package func close(within limit: Duration) async -> Bool {
        await withCheckedContinuation { closer in
            inbox.close(closer, limit: .milliseconds(limit.milliseconds))
        }
    }
}

extension DecisionLog {
    /// A record that waits longer than this says that the writer's system call doesn't return.
    private static let maxWait = Duration.seconds(2)

    private static func open(
        _ configuration: Configuration, directory: LogDirectory, lock: DirectoryLock
    ) throws(DecisionLogError) -> DecisionLog {
        let index = RecordIndex(maxRecords: configuration.maxIndexRecords)
        let recovery = try recover(directory, configuration, index)
        do {
            try directory.sync()
            let inbox = Inbox(maxRecords: configuration.maxQueueRecords, maxBytes: configuration.maxQueueBytes)
            let status = OutageStatus()
            let copy = copy(configuration)
            let checkpoints = configuration.checkpoints.map {
                CheckpointWriter(
                    $0, directory: directory, last: recovery.lastCheckpoint, status: status, copy: copy,
                    now: configuration.now)
            }
            let compressor = SegmentCompressor(
                directory, configuration.compression, observe: configuration.observe, now: configuration.now)
            let store = try SegmentStore(
                configuration, directory: directory, lock: lock, recovery: recovery, index: index,
                compressor: compressor, checkpoints: checkpoints)
            var writer = Writer(configuration: configuration, inbox: inbox, store: store, chain: recovery.chain)
            try writeOpened(configuration, recovery, &writer)
            try compressor.begin()
            start(writer)
            return DecisionLog(
                inbox: inbox, configuration: configuration, recovered: RecoverySummary(recovery), index: index,
                checkpointStatus: status, checkpointCopy: copy, rotationStatus: store.rotationStatus,
                retentionStatus: store.retentionStatus, compressor: compressor)
        } catch {
            recovery.active?.file.close()
            throw error
        }
    }

    private static func copy(_ configuration: Configuration) -> CheckpointCopy? {
        guard let checkpoints = configuration.checkpoints, let path = checkpoints.copy else { return nil }
        return CheckpointCopy(
            path, retryDelay: checkpoints.policy.maxDelay, observe: configuration.observe, now: configuration.now)
    }

    private static func recover(
        _ directory: LogDirectory, _ configuration: Configuration, _ index: RecordIndex
    ) throws(DecisionLogError) -> Recovery {
        let durability = configuration.durability
        do {
            return try Recovery(directory, durability: durability, index: index)
        } catch .corrupt(let path, let offset, let reason) where configuration.onDamage == .beginNewChain {
            let damage = "\(FilePath(path).lastComponent?.string ?? path), byte \(offset): \(reason)"
            let setAside = try SetAsideLog(directory, reason: damage)
            var recovery = try Recovery(directory, durability: durability, index: index)
            recovery.setAside = setAside
            return recovery
        }
    }

    private static func writeOpened(
        _ configuration: Configuration, _ recovery: Recovery, _ writer: inout Writer
    ) throws(DecisionLogError) {
        do throws(WriteFailure) {
            try writer.write { chain throws(DecisionLogError) in
                try OwnRecord.opened(configuration: configuration, recovery: recovery, after: chain)
            }
        } catch {
            throw .notWritable(reason: error.reason)
        }
    }

    private static func start(_ writer: Writer) {
        let thread = Thread {
            var writer = writer
            writer.run()
        }
        thread.name = "decision-log"
        thread.start()
    }
}
