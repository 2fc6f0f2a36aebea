import SystemPackage

/// What a start finds in the directory. Finding out changes nothing there, so that a log that is refused stays as it is.
struct FoundLog {
    /// Nil if there is no file of checkpoints.
    let notes: LastCheckpoint?
    /// The closed segments, the oldest first.
    let closed: [LogSegment]
    /// Nil if there is no active file.
    let active: SegmentEnd?
    /// The last closed segment, if the active file holds no record: the run before ended while it began a segment.
    private(set) var lastClosed: SegmentEnd?

    /// - Parameter index: gets the places of the last segment's records.
    /// - Throws: `.corrupt` for what no crash explains, or `.unreadable`.
    init(_ directory: LogDirectory, _ durability: Durability, _ index: RecordIndex) throws(DecisionLogError) {
        notes = try directory.checkpoints.naming(LastCheckpoint.init)
        closed = directory.closedSegments(try directory.names())
        active = try SegmentEnd(directory.active, durability, notes?.checkpoint, index)
        lastClosed = nil
        do throws(DecisionLogError) {
            if let last = closed.last, active?.scan.records ?? 0 == 0 {
                lastClosed = try SegmentEnd(last.path, durability, notes?.checkpoint, index)
                if lastClosed == nil {
                    throw .unreadable(path: last.path.string, reason: "\(Errno.noSuchFileOrDirectory)")
                }
            }
            try compare(directory)
        } catch {
            close()
            throw error
        }
    }

    /// Of the segment in which the log ends; nil in a new log.
    var scan: SegmentScan? { lastClosed?.scan ?? active?.scan }

    func close() {
        active?.close()
        lastClosed?.close()
    }

    /// A checkpoint covers synced records only, so all of them have to be there, as they were.
    private func compare(_ directory: LogDirectory) throws(DecisionLogError) {
        guard let checkpoint = notes?.checkpoint else { return }
        let path = directory.checkpoints.string
        let sequence = scan?.check.chain.sequence ?? 0
        guard checkpoint.size <= sequence else {
            let defect = LogVerifier.Defect.beyondEnd(size: checkpoint.size, lastSequence: sequence)
            throw .corrupt(path: path, offset: 0, reason: "\(defect)")
        }
        if let root = scan?.rootAtCheckpoint, root != checkpoint.root {
            let first = (scan?.firstSequence ?? 1) - 1
            throw .corrupt(
                path: path, offset: 0, reason: "\(LogVerifier.Defect.root(size: checkpoint.size, goodSize: first))")
        }
    }
}
