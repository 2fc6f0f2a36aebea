import Foundation
import SystemPackage

extension SegmentStore {
    /// Removes what needn't be kept, after a record of it. What can't be removed now is tried at the next rotation.
    mutating func removeOld(_ chain: inout Chain, now: Date) throws(WriteFailure) {
        for (first, bytes) in compressor.takeFinished() {
            if let place = closed.firstIndex(where: { $0.firstSequence == first }) { closed[place].diskBytes = bytes }
        }
        guard let covered = checkpoints?.covered, let current = active else { return }
        let trusted = retentionClock.now(now)
        isRemovalPostponed = retention.maxAge != nil && trusted == nil
        let count = retention.removable(closed, activeBytes: current.file.size, covered: covered, now: trusted)
        guard count > 0 else { return }
        let old = closed.prefix(count)
        let record = try ownRecord { () throws(DecisionLogError) in
            try OwnRecord.removed(after: chain, segments: old, covered: covered)
        }
        var next = chain
        var line: [UInt8] = []
        encoder.append(record, at: Timestamp(now), chain: &next, to: &line)
        try append(line, sync: true)
        chain = next
        appended([WrittenRecord(id: record.id, hash: next.hash, bytes: line.count)], time: next.time)
        for segment in old {
            guard (try? remove(segment)) != nil else { break }
            closed.removeFirst()
        }
        isDirectoryUnsynced = true
        try syncDirectory()
        // Only now: until then a crash may bring the segments back.
        if let first = closed.first?.firstSequence ?? active?.firstSequence, first > 0 {
            checkpoints?.removed(upTo: first - 1)
        }
    }

    private func remove(_ segment: ClosedSegment) throws(Errno) {
        compressor.withdraw(segment.firstSequence)
        let files = directory.closed(first: segment.firstSequence)
        try files.path.remove()
        try files.compressed.path.remove()
    }
}
