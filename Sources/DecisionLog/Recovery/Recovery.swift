import SystemPackage

/// What a start finds in the directory, and what it did about it.
struct Recovery: Sendable {
    /// The end of the chain that is continued.
    let chain: Chain
    /// Over all records.
    let tree: MerkleTree
    /// The active segment; nil if it has to be begun, because the run before ended while it began one.
    let active: ActiveSegment?
    /// The others, the oldest first.
    let closed: [ClosedSegment]
    let lastCheckpoint: Checkpoint?
    /// Bytes of the torn last batch; 0 if there was none.
    let tornBytes: Int
    /// The name of the file where they are kept.
    let tornFile: String?
    /// The log that was damaged and that this one takes the place of.
    var setAside: SetAsideLog?

    /// Reads the last segment, cuts off what a crash left at its end, and removes what it left of a segment being begun.
    ///
    /// - Parameter index: gets the places of the last segment's records.
    /// - Throws: `.corrupt` or `.unreadable`.
    init(_ directory: LogDirectory, index: RecordIndex) throws(DecisionLogError) {
        do {
            try directory.next.remove()
            let checkpoint = try Self.lastCheckpoint(directory)
            // Appending in the kernel: even a wrong offset of ours can't overwrite a record.
            let active = try SegmentEnd(directory.active, options: [.create, .append], checkpoint, index)
            do {
                try self.init(directory, active, checkpoint, index)
            } catch {
                try? active.file.close()
                throw error
            }
        } catch let error as DecisionLogError {
            throw error
        } catch {
            throw .unreadable(path: directory.path.string, reason: LogDirectory.reason(error))
        }
    }

    private init(
        _ directory: LogDirectory, _ activeEnd: SegmentEnd, _ checkpoint: Checkpoint?, _ index: RecordIndex
    ) throws {
        let names = try directory.names().compactMap(LogSegment.firstSequence(ofName:)).sorted()
        let scan: SegmentScan
        if activeEnd.scan.records == 0, let last = names.last {
            // The run before ended while it began a segment: the one before is the last.
            let end = try SegmentEnd(directory.closed(first: last), options: .append, checkpoint, index)
            defer { try? end.file.close() }
            scan = end.scan
            let next = scan.check.chain.sequence + 1
            tornBytes =
                try end.cutTorn(directory, beforeSequence: next) + activeEnd.cutTorn(directory, beforeSequence: next)
            try directory.active.remove()
            try activeEnd.file.close()
            active = nil
        } else {
            scan = activeEnd.scan
            tornBytes = try activeEnd.cutTorn(directory, beforeSequence: scan.check.chain.sequence + 1)
            active = ActiveSegment(
                file: LogFile(activeEnd.file, size: scan.goodBytes), firstSequence: scan.firstSequence ?? 1,
                begun: scan.begun, records: scan.records)
        }
        try Self.compare(scan, with: checkpoint, in: directory)
        lastCheckpoint = checkpoint
        chain = scan.check.chain
        tree = scan.tree
        tornFile =
            tornBytes > 0 ? directory.torn(beforeSequence: chain.sequence + 1).lastComponent?.string : nil
        closed = try Self.closed(names, in: directory, last: scan, isActive: active != nil)
    }

    /// Cuts off a note that a crash left unfinished.
    private static func lastCheckpoint(_ directory: LogDirectory) throws -> Checkpoint? {
        let path = directory.checkpoints
        guard try FileIdentity(path) != nil else { return nil }
        let file = try FileDescriptor.open(path, .readWrite, options: .closeOnExec)
        return try file.closeAfter {
            do {
                let last = try LastCheckpoint(file)
                if last.tornBytes > 0 {
                    try file.resize(to: last.wholeBytes)
                    try file.syncData()
                }
                return last.checkpoint
            } catch let defect as LogVerifier.Defect {
                throw DecisionLogError.corrupt(path: path.string, offset: 0, reason: "the last note is \(defect)")
            }
        }
    }

    /// A checkpoint covers synced records only, so all of them have to be there, as they were.
    private static func compare(
        _ scan: SegmentScan, with checkpoint: Checkpoint?, in directory: LogDirectory
    ) throws(DecisionLogError) {
        guard let checkpoint else { return }
        let path = directory.checkpoints.string
        let sequence = scan.check.chain.sequence
        guard checkpoint.size <= sequence else {
            let defect = LogVerifier.Defect.beyondEnd(size: checkpoint.size, lastSequence: sequence)
            throw .corrupt(path: path, offset: 0, reason: "\(defect)")
        }
        if let root = scan.rootAtCheckpoint, root != checkpoint.root {
            let first = (scan.firstSequence ?? 1) - 1
            throw .corrupt(
                path: path, offset: 0, reason: "\(LogVerifier.Defect.root(size: checkpoint.size, goodSize: first))")
        }
    }

    /// - Parameter scan: of the last segment, which is the active one or the last of `names`.
    private static func closed(
        _ names: [UInt64], in directory: LogDirectory, last scan: SegmentScan, isActive: Bool
    ) throws -> [ClosedSegment] {
        var closed: [ClosedSegment] = []
        var (next, end) = isActive ? (scan.firstSequence, scan.begun) : (nil, nil)
        for first in names.reversed() {
            let path = directory.closed(first: first)
            closed.append(
                ClosedSegment(
                    firstSequence: first, lastSequence: next.map { $0 &- 1 } ?? scan.check.chain.sequence,
                    bytes: try FileIdentity(path)?.bytes ?? 0, end: end ?? scan.check.chain.time))
            (next, end) = (first, try begun(path))
        }
        return closed.reversed()
    }

    /// The time of a segment's first record; nil if that can't be read, which `verify` is there to say.
    private static func begun(_ path: FilePath) throws -> Timestamp? {
        let file = try path.openForReading()
        return try file.closeAfter {
            var reader = LineReader(file, from: 0, blockBytes: 16 << 10)
            guard case .line(let range) = try reader.next() else { return nil }
            return (try? RecordLine(reader.bytes[range]))?.time
        }
    }
}
