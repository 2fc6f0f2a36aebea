import Dispatch
import Foundation
import SystemPackage

extension SegmentStore {
    /// Closes the active segment and begins another. The new one is complete and synced before any name changes, and names change in
    /// an order in which a crash at any moment leaves what recovery understands: no active file, or a whole one.
    mutating func begin(
        _ reason: RotationReason, fault: String?, _ chain: inout Chain, now: Date
    ) throws(WriteFailure) {
        if reason.isOptional {
            try sync()
            try checkpoint()
        }
        let closedFirst = active?.firstSequence ?? closed.last?.firstSequence ?? 1
        let closedBytes = active?.file.size ?? recoveredEnd
        let record = try ownRecord { () throws(DecisionLogError) in
            try OwnRecord.rotated(
                after: chain, reason: reason, fault: fault, closedFirst: closedFirst, closedBytes: closedBytes,
                tree: tree)
        }
        var next = chain
        var line: [UInt8] = []
        encoder.append(record, at: Timestamp(now), chain: &next, to: &line)
        var file = try LogFile.create(directory.next)
        do {
            try file.append(line, sync: true)
            try changeNames(reason, closedFirst: closedFirst, beforeSequence: next.sequence)
        } catch {
            file.close()
            throw error as? WriteFailure ?? WriteFailure("a new segment can't be begun", error)
        }
        if let old = active {
            old.file.close()
            closed.append(
                ClosedSegment(
                    firstSequence: closedFirst, lastSequence: chain.sequence, diskBytes: closedBytes, end: next.time))
        }
        pending = nil
        let outage = rotationStatus.succeeded()
        observe?(.rotated(failingSince: outage?.since))
        chain = next
        active = ActiveSegment(file: file, firstSequence: next.sequence, begun: next.time, records: 0)
        appended([WrittenRecord(id: record.id, hash: next.hash, bytes: line.count)], time: next.time)
        isDirectoryUnsynced = true
        // It doesn't count on names being durable, but syncs them itself before it removes anything.
        compressor.offer(closedFirst)
        try syncDirectory()
        try removeOld(&chain, now: now)
    }

    /// A failure is tried again: unlike a file's pages, changed names stay in the journal, and a file system whose journal fails
    /// becomes read-only.
    mutating func syncDirectory() throws(WriteFailure) {
        do throws(DecisionLogError) {
            try directory.sync()
            isDirectoryUnsynced = false
        } catch {
            throw WriteFailure("\(error)")
        }
    }

    private mutating func changeNames(
        _ reason: RotationReason, closedFirst: UInt64, beforeSequence sequence: UInt64
    ) throws {
        let closedPath = directory.closed(first: closedFirst).path
        if let active { try giveClosedName(active.file, closedPath, reason, beforeSequence: sequence) }
        do {
            try directory.next.move(to: directory.active)
        } catch {
            if active != nil, reason != .moved { try? closedPath.move(to: directory.active) }
            throw error
        }
        restored = nil
    }

    private mutating func giveClosedName(
        _ file: LogFile, _ path: FilePath, _ reason: RotationReason, beforeSequence sequence: UInt64
    ) throws {
        if let there = try FileIdentity(path) {
            // Whoever moved the file may have given it just this name; or it was put back, and then something failed.
            let isOurs = try there.isSame(as: FileIdentity(file.descriptor)) || restored?.isSame(as: there) == true
            guard reason == .moved, isOurs else {
                throw WriteFailure("\(path.lastComponent?.string ?? "the closed segment") is there already")
            }
            try file.descriptor.syncData()
        } else if reason == .moved {
            restored = try restore(file, as: path)
        } else {
            try directory.active.move(to: path)
        }
        if reason == .moved { try displaceForeign(beforeSequence: sequence) }
    }

    /// The log's own records always fit.
    func ownRecord(_ make: () throws(DecisionLogError) -> Record) throws(WriteFailure) -> Record {
        do {
            return try make()
        } catch {
            throw WriteFailure("\(error)")
        }
    }
}
