import Dispatch
import Foundation
import SystemPackage

/// The files of an open log: the segment that is written, when another is begun, the tree over all records, checkpoints and index.
/// Used by the writer's thread alone.
struct SegmentStore: Sendable {
    let directory: LogDirectory
    let encoder: LineEncoder
    let rotation: RotationPolicy
    let retention: Retention
    let index: RecordIndex
    let retryInterval: DispatchTimeInterval
    let observe: DecisionLog.Observer?
    let lock: DirectoryLock
    let retentionClock: RetentionClock
    let retentionStatus = OutageStatus()
    let rotationStatus = OutageStatus()
    /// Nil while none could be begun.
    var active: ActiveSegment?
    var tree: MerkleTree
    var closed: [ClosedSegment]
    var checkpoints: CheckpointWriter?
    let compressor: SegmentCompressor
    /// Where the records end of the closed segment that a start goes on from.
    let recoveredEnd: Int64
    /// A segment that has to be closed before anything else is written, and why.
    var pending: (reason: RotationReason, fault: String?)?
    /// A rotation that may wait failed: not again before this.
    var postponedTo: DispatchTime?
    /// A name was changed, and the directory isn't synced yet.
    var isDirectoryUnsynced = false
    /// What was moved away was put back, but the new segment couldn't be begun yet.
    var restored: FileIdentity?
    /// Whether something has become too old is still to be looked at: the clock wasn't to be trusted yet.
    var isRemovalPostponed = false
    /// Up to here a record of this run says that records were removed.
    var removedSequence: UInt64 = 0
    var place: LogPlace

    init(
        _ configuration: DecisionLog.Configuration, directory: LogDirectory, lock: DirectoryLock, recovery: Recovery,
        index: RecordIndex, compressor: SegmentCompressor, checkpoints: CheckpointWriter? = nil
    ) throws(DecisionLogError) {
        self.directory = directory
        self.lock = lock
        self.checkpoints = checkpoints
        self.compressor = compressor
        recoveredEnd = recovery.closedEnd
        self.index = index
        encoder = LineEncoder(instance: configuration.instance)
        rotation = configuration.rotation.policy
        retention = configuration.rotation.retention
        retryInterval = .milliseconds(configuration.retryInterval.milliseconds)
        observe = configuration.observe
        active = recovery.active
        tree = recovery.tree
        closed = recovery.closed
        retentionClock = RetentionClock(wall: configuration.now(), steady: configuration.steadyNow)
        if active == nil { pending = (.recovered, nil) }
        place = try LogPlace(directory)
    }

    /// To be called before records are encoded: begins a new segment if it is time, and is what the chain then goes on from.
    ///
    /// - Throws: if nothing can be written at the moment.
    mutating func prepare(_ chain: inout Chain, now: Date) throws(WriteFailure) {
        try checkPlace()
        if isDirectoryUnsynced { try syncDirectory() }
        if let failure = active?.file.failedSync { pending = (.syncFailed, failure.reason) }
        if let pending {
            try begin(pending.reason, fault: pending.fault, &chain, now: now)
        } else if let active, postponedTo.map({ $0 <= .now() }) ?? true,
            let reason = rotation.reason(bytes: active.file.size, begun: active.begun, now: Timestamp(now))
        {
            try rotate(reason, &chain, now: now)
        }
        if isRemovalPostponed, retentionClock.isSettled { try removeOld(&chain, now: now) }
    }

    /// Begins a new segment, or puts that off if it can't be begun and the old one can be written on.
    private mutating func rotate(_ reason: RotationReason, _ chain: inout Chain, now: Date) throws(WriteFailure) {
        postponedTo = nil
        let first = active?.firstSequence
        do {
            try begin(reason, fault: nil, &chain, now: now)
        } catch {
            guard let active, active.file.failedSync == nil, !isDirectoryUnsynced, pending == nil else { throw error }
            postponedTo = .now() + retryInterval
            // Else the new one is there, and what comes after it failed.
            guard active.firstSequence == first else { return }
            let isFirst = rotationStatus.failed(error.reason, at: now)
            observe?(.rotationFailed(reason: error.reason, isFirst: isFirst))
        }
    }

    /// Rotates because somebody asked for it, perhaps after moving the file as other logs want it. A segment with nothing in it but
    /// its own first record stays.
    mutating func rotateOnRequest(_ chain: inout Chain, now: Date) throws(WriteFailure) {
        place.forgetLastLook()
        try prepare(&chain, now: now)
        guard let active, active.records > 1 else { return }
        try begin(.request, fault: nil, &chain, now: now)
    }

    /// Appends whole lines, all or none.
    mutating func append(_ lines: [UInt8], sync: Bool) throws(WriteFailure) {
        guard active != nil else { throw WriteFailure("no segment could be begun") }
        try active?.file.append(lines, sync: sync)
    }

    mutating func sync() throws(WriteFailure) {
        try active?.file.sync()
    }

    /// Takes note of records that were appended, in their order: `lines` are theirs.
    mutating func appended(_ records: [WrittenRecord], time: Timestamp) {
        guard let current = active else { return }
        var offset = current.file.size - records.reduce(0) { $0 + Int64($1.bytes) }
        var places: [(id: String, place: RecordIndex.Place)] = []
        places.reserveCapacity(records.count)
        for record in records {
            tree.append(record.hash)
            places.append((record.id, .init(segment: current.firstSequence, offset: offset, bytes: record.bytes)))
            offset += Int64(record.bytes)
        }
        index.add(places)
        active?.begun = current.begun ?? time
        active?.records += UInt64(records.count)
    }

    /// When a checkpoint is due by time.
    var deadline: DispatchTime? { checkpoints?.deadline }

    /// To be called after each batch and at the deadline: a checkpoint, if one is due.
    mutating func checkpointIfDue() throws(WriteFailure) {
        guard checkpoints?.isDue(size: tree.size) == true else { return }
        try checkpoint()
    }

    /// A checkpoint never covers what a power loss may take.
    mutating func checkpoint() throws(WriteFailure) {
        guard checkpoints != nil else { return }
        try sync()
        guard let covered = checkpoints?.covered, tree.size > covered else { return }
        checkpoints?.write(tree)
        observe?(.checkpoint(isWritten: checkpoints?.failure == nil))
    }

    /// Best effort: what of it fails, the next start makes good.
    mutating func close(_ chain: inout Chain, now: Date) {
        place.forgetLastLook()
        try? prepare(&chain, now: now)
        try? sync()
        try? checkpoint()
        active?.file.close()
        checkpoints?.close()
        compressor.close()
        place.close()
        lock.release()
    }
}
