import SystemPackage

/// Checks a log directory from its first record to its last: framing, sequence, chain, hashes, segments, Merkle tree and
/// checkpoints. Needs no service and no configuration, holds a block in memory whatever the log's size, and may run beside the
/// service that writes.
package enum LogVerifier {
    /// Reads all segments, closed ones first, each up to the length that it has when its turn comes.
    ///
    /// - Parameters:
    ///   - publicKeys: each checkpoint has to be signed by one of them. Without any, signatures aren't checked.
    ///   - kept: a checkpoint that was kept elsewhere: the log has to go on from it. Of several, the last one counts.
    /// - Returns: the report; its `problem` is the first thing that isn't good, after which nothing is read.
    /// - Throws: `.noLog`, `.unreadable`, or `.invalidCheckpoint` for a kept one that isn't signed by one of the keys. A bad record
    ///   is no error here.
    package static func verify(
        directory: String, publicKeys: [CheckpointPublicKey] = [], kept: [UInt8]? = nil
    ) throws(DecisionLogError) -> Report {
        let directory = LogDirectory(directory)
        let kept = try kept.map { bytes throws(DecisionLogError) in try checkpoint(bytes, keys: publicKeys) }
        var report = try check(directory, publicKeys, kept)
        // Retention may have removed segments that were still to be read.
        for _ in 0..<maxRetries {
            guard try isOvertaken(report, directory) else { break }
            report = try check(directory, publicKeys, kept)
        }
        return report
    }

    /// So often a check is begun anew because the service removed what was still to be read.
    private static let maxRetries = 3

    private static func check(
        _ directory: LogDirectory, _ publicKeys: [CheckpointPublicKey], _ kept: Checkpoint?
    ) throws(DecisionLogError) -> Report {
        // Before the records: what a checkpoint covers is in the log by then.
        let notes = try checkpoints(directory)
        defer { try? notes?.close() }
        var verification = try directory.checkpoints.naming { _ in
            Verification(checkpoints: try CheckpointCheck(notes, keys: publicKeys, kept: kept))
        }
        var walk = SegmentWalk(directory)
        while verification.report.problem == nil, let segment = try walk.next() {
            try segment.segment.path.naming { _ in try verification.read(segment) }
        }
        try directory.checkpoints.naming { _ in try verification.finish() }
        var report = verification.report
        report.areSignaturesChecked = !publicKeys.isEmpty
        return report
    }

    /// Whether the log begins with a later record than the one that this check began with.
    private static func isOvertaken(_ report: Report, _ directory: LogDirectory) throws(DecisionLogError) -> Bool {
        guard report.problem != nil, let first = try directory.segments().first?.firstSequence else { return false }
        return report.removedRecords + 1 < first
    }

    private static func checkpoints(_ directory: LogDirectory) throws(DecisionLogError) -> FileDescriptor? {
        try directory.checkpoints.naming { path in
            do {
                return try path.openForReading()
            } catch Errno.noSuchFileOrDirectory {
                return nil
            }
        }
    }

    private static func checkpoint(
        _ bytes: [UInt8], keys: [CheckpointPublicKey]
    ) throws(DecisionLogError) -> Checkpoint {
        guard let note = SignedNote.last(in: bytes[...]), let checkpoint = Checkpoint(note.text) else {
            throw .invalidCheckpoint("it is no signed note with a checkpoint")
        }
        guard keys.isEmpty || keys.contains(where: { $0.name == checkpoint.origin && $0.signed(note) }) else {
            throw .invalidCheckpoint("none of the given public keys signed it")
        }
        return checkpoint
    }
}
