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
    /// Where the records of the last of them end, if there is no active one.
    let closedEnd: Int64
    let lastCheckpoint: Checkpoint?
    /// Bytes of the torn last batch; 0 if there was none.
    let tornBytes: Int
    /// The name of the file where they are kept.
    let tornFile: String?
    /// The log that was damaged and that this one takes the place of.
    var setAside: SetAsideLog?

    /// Reads the last segment, cuts off what a crash left at its end, and removes what it left of a segment being begun.
    ///
    /// - Parameters:
    ///   - durability: of the run before, where its records don't say it.
    ///   - index: gets the places of the last segment's records.
    /// - Throws: `.corrupt`, and then nothing was changed, or `.unreadable`.
    init(_ directory: LogDirectory, durability: Durability, index: RecordIndex) throws(DecisionLogError) {
        let found = try FoundLog(directory, durability, index)
        do throws(DecisionLogError) {
            try self.init(directory, found)
        } catch {
            found.close()
            throw error
        }
    }

    private init(_ directory: LogDirectory, _ found: FoundLog) throws(DecisionLogError) {
        closed = try Self.closed(found, in: directory)
        for unfinished in [directory.next, directory.compressing] { try unfinished.naming { try $0.remove() } }
        try found.notes?.cutTorn(directory)
        let scan = found.scan
        let next = (scan?.check.chain.sequence ?? 0) + 1
        if let last = found.lastClosed {
            tornBytes =
                try last.cutTorn(directory, beforeSequence: next)
                + (found.active?.cutTorn(directory, beforeSequence: next) ?? 0)
            try directory.active.naming { try $0.remove() }
            active = nil
        } else if let end = found.active {
            tornBytes = try end.cutTorn(directory, beforeSequence: next)
            active = ActiveSegment(
                file: LogFile(end.file.descriptor, size: end.scan.goodBytes),
                firstSequence: end.scan.firstSequence ?? 1,
                begun: end.scan.begun, records: end.scan.records)
        } else {
            tornBytes = 0
            active = ActiveSegment(
                file: try directory.active.naming { try LogFile.create($0) }, firstSequence: 1, begun: nil, records: 0)
        }
        closedEnd = found.lastClosed?.scan.goodBytes ?? 0
        lastCheckpoint = found.notes?.checkpoint
        chain = scan?.check.chain ?? Chain()
        tree = scan?.tree ?? MerkleTree()
        tornFile = tornBytes > 0 ? directory.torn(beforeSequence: next).lastComponent?.string : nil
        // Nothing fails from here on: whoever catches that closes them.
        if active == nil { found.close() }
    }

    private static func closed(
        _ found: FoundLog, in directory: LogDirectory
    ) throws(DecisionLogError) -> [ClosedSegment] {
        guard let scan = found.scan else { return [] }
        var closed: [ClosedSegment] = []
        var (next, end) = found.lastClosed == nil ? (scan.firstSequence, scan.begun) : (nil, nil)
        for segment in found.closed.reversed() {
            guard let first = segment.firstSequence else { continue }
            closed.append(
                ClosedSegment(
                    firstSequence: first, lastSequence: next.map { $0 &- 1 } ?? scan.check.chain.sequence,
                    diskBytes: try segment.path.naming { try FileIdentity($0)?.bytes ?? 0 },
                    end: end ?? scan.check.chain.time))
            (next, end) = (first, try segment.begun())
        }
        return closed.reversed()
    }
}
