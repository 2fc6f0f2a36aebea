import Foundation
import SystemPackage

extension SegmentStore {
    /// Removes what needn't be kept, after a record of it. What can't be removed now is tried at the next rotation, and as long as it
    /// is there no other record promises more.
    mutating func removeOld(_ chain: inout Chain, now: Date) throws(WriteFailure) {
        for (first, bytes) in compressor.takeFinished() {
            if let place = closed.firstIndex(where: { $0.firstSequence == first }) { closed[place].diskBytes = bytes }
        }
        guard let covered = checkpoints?.covered, let current = active else { return }
        let trusted = retentionClock.now(now)
        isRemovalPostponed = retention.maxAge != nil && trusted == nil
        guard removeRecorded(now) else { return }
        let count = retention.removable(closed, activeBytes: current.file.size, covered: covered, now: trusted)
        let old = closed.prefix(count).prefix { !isInDoubt($0, now) }
        if old.count == count { retentionStatus.succeeded() }
        guard let last = old.last else { return }
        let record = try ownRecord { () throws(DecisionLogError) in
            try OwnRecord.removed(after: chain, segments: old, covered: covered)
        }
        var next = chain
        var line: [UInt8] = []
        encoder.append(record, at: Timestamp(now), chain: &next, to: &line)
        try append(line, sync: true)
        chain = next
        appended([WrittenRecord(id: record.id, hash: next.hash, bytes: line.count)], time: next.time)
        removedSequence = last.lastSequence
        _ = removeRecorded(now)
        isDirectoryUnsynced = true
        try syncDirectory()
        // Only now: until then a crash may bring the segments back.
        if let first = closed.first?.firstSequence ?? active?.firstSequence, first > 0 {
            checkpoints?.removed(upTo: first - 1)
        }
    }

    /// Removes the segments that a record says are removed.
    ///
    /// - Returns: false if one of them can't be.
    private mutating func removeRecorded(_ now: Date) -> Bool {
        while let segment = closed.first, segment.lastSequence <= removedSequence {
            do {
                try remove(segment)
            } catch {
                let name = directory.closed(first: segment.firstSequence).name
                retentionStatus.failed("\(name): \(LogDirectory.reason(error))", at: now)
                return false
            }
            closed.removeFirst()
            isDirectoryUnsynced = true
        }
        return true
    }

    /// Whether it and a compressed copy of it are both there: for a moment, or because they differ, and somebody has to look at both.
    private func isInDoubt(_ segment: ClosedSegment, _ now: Date) -> Bool {
        let files = directory.closed(first: segment.firstSequence)
        guard (try? FileIdentity(files.path)) ?? nil != nil, (try? FileIdentity(files.compressed.path)) ?? nil != nil
        else { return false }
        retentionStatus.failed("\(files.name) and \(files.compressed.name) are both there", at: now)
        return true
    }

    private func remove(_ segment: ClosedSegment) throws(Errno) {
        compressor.withdraw(segment.firstSequence)
        let files = directory.closed(first: segment.firstSequence)
        try files.path.remove()
        try files.compressed.path.remove()
    }
}
