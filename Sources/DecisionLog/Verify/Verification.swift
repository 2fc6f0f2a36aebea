import SystemPackage

/// The state of a check: the chain's end and the tree so far, and the report.
struct Verification {
    private(set) var report = LogVerifier.Report()
    private var check = RecordCheck()
    private var tree = MerkleTree()
    private var checkpoints: CheckpointCheck
    private var isBegun = false
    /// Over the records that retention has removed.
    private var removedTree = MerkleTree()
    /// The last of the records that the log says it has removed.
    private var announcedRemoval: UInt64 = 0

    init(checkpoints: CheckpointCheck) {
        self.checkpoints = checkpoints
    }

    /// Reads one segment's records on top of the chain so far, and stops at the first that isn't good.
    mutating func read(_ open: OpenSegment) throws {
        // What is appended from now on is left for another time: a busy log would keep a reader running after its end.
        let limit = try open.file.limit(open.end)
        report.segments += 1
        if report.segments == 1 { report.firstFile = open.segment.name }
        var reader = LineReader(open.file, from: 0)
        var line = 1
        while true {
            let offset = reader.offset
            var step = try step(&reader, limit: limit, segment: open.segment, isFirst: line == 1)
            if case .bad = step {
                // A batch that failed is cut off and written over while we read: only what is bad twice is bad.
                reader.seek(to: offset)
                step = try self.step(&reader, limit: limit, segment: open.segment, isFirst: line == 1)
            }
            switch step {
            case .end:
                if let defect = try end(of: open, limit: limit) { fail(defect, open.segment, line, offset, nil) }
                return
            case .good: line += 1
            case .bad(let defect):
                let (bad, next) = try lines(&reader, from: offset, limit: limit)
                fail(try compressionDefect(open.file) ?? defect, open.segment, line, offset, (bad, next))
                return
            }
            if try !compareCheckpoints() { return }
        }
    }

    /// Why a line of a compressed segment may be bad; nil if not for the compression.
    private func compressionDefect(_ file: SegmentFile) throws -> LogVerifier.Defect? {
        guard file.isCompressed else { return nil }
        do {
            _ = try file.bytes(behind: 0)
            return nil
        } catch let defect as GzipDefect {
            return .compression("\(defect)")
        }
    }

    /// What is wrong behind a segment's records; nil if nothing is.
    private mutating func end(of open: OpenSegment, limit: Int64) throws -> LogVerifier.Defect? {
        do {
            if open.end != nil { report.unansweredBytes += try open.file.bytes(behind: limit) }
        } catch let defect as GzipDefect {
            return .compression("\(defect)")
        }
        return try open.segment.isDoubled && !SegmentCopy.isSame(open.segment) ? .otherCopy : nil
    }

    /// What only shows when all records were read.
    mutating func finish() throws {
        report.root = tree.root
        guard report.problem == nil else { return }
        do {
            try checkpoints.finish(lastSequence: check.chain.sequence)
        } catch let failure as CheckpointCheck.Failure {
            fail(failure)
            return
        }
        if let defect = startDefect ?? coverDefect {
            report.problem = .init(
                file: report.firstFile, line: 1, byteOffset: 0, defect: defect,
                change: LikelyChange.text(for: defect, bad: nil, next: nil, expected: report.removedRecords + 1))
        }
    }

    private var startDefect: LogVerifier.Defect? {
        guard report.removedRecords > 0 else { return nil }
        let first = report.removedRecords + 1
        if checkpoints.goodSize < report.removedRecords { return .uncoveredStart(first: first) }
        return announcedRemoval < report.removedRecords ? .unannouncedStart(first: first) : nil
    }

    private var coverDefect: LogVerifier.Defect? {
        checkpoints.lacksSignature && report.records > 0 ? .noCheckpoint : nil
    }

    private enum Step {
        case end
        case good
        case bad(LogVerifier.Defect)
    }

    /// Reads and checks one line.
    private mutating func step(
        _ reader: inout LineReader, limit: Int64, segment: LogSegment, isFirst: Bool
    ) throws(Errno) -> Step {
        switch try reader.next(limit: limit) {
        case .end(let rest):
            if rest > 0, !segment.isActive { return .bad(.cutOff(bytes: rest)) }
            report.incompleteBytes = rest
            return .end
        case .tooLong:
            return .bad(.malformed("the line is longer than \(RecordFormat.maxLineBytes) bytes"))
        case .damaged(let defect):
            return .bad(.compression("\(defect)"))
        case .line(let range):
            do throws(LogVerifier.Defect) {
                try accept(reader.bytes[range], startOf: isFirst ? segment : nil)
                return .good
            } catch {
                return .bad(error)
            }
        }
    }

    /// - Parameter startOf: the segment whose first line this is.
    private mutating func accept(
        _ line: ArraySlice<UInt8>, startOf segment: LogSegment?
    ) throws(LogVerifier.Defect) {
        if let segment { try begin(segment, line) }
        let record = try check.accept(line)
        isBegun = true
        tree.append(record.hash)
        if let removal = RemovalRecord(record, of: line) {
            announcedRemoval = max(announcedRemoval, removal.lastSequence)
        }
        if report.first == nil { report.first = record.time }
        report.last = record.time
        report.records += 1
        report.bytes += Int64(line.count)
        report.lastSequence = record.sequence
        report.lastHash = record.hash
    }

    /// What a segment's first record has to fit besides the chain: the segment's name, and the tree of all records before.
    private mutating func begin(_ segment: LogSegment, _ line: ArraySlice<UInt8>) throws(LogVerifier.Defect) {
        let record = try RecordCheck.whole(line)
        if let named = segment.firstSequence, named != record.sequence {
            throw .segmentName(expected: named, found: record.sequence)
        }
        guard let start = SegmentStart(record, of: line) else { return }
        if !isBegun {
            // The log's begin was removed: what this record says of it has to lead to a checkpoint's root later.
            check = RecordCheck(
                after: Chain(sequence: start.tree.size, hash: record.previousHash, time: Timestamp.zero))
            tree = start.tree
            removedTree = start.tree
            report.removedRecords = start.tree.size
        } else if start.tree.size == tree.size, start.tree != tree {
            throw .tree(size: start.tree.size)
        }
    }

    /// - Returns: false if a checkpoint isn't good.
    private mutating func compareCheckpoints() throws -> Bool {
        do {
            if report.records == 1 {
                try checkpoints.begin(after: report.removedRecords)
                // Each rotation signs just what may be removed then.
                if report.removedRecords > 0 { try checkpoints.compare(removedTree) }
            }
            try checkpoints.compare(tree)
        } catch let failure as CheckpointCheck.Failure {
            fail(failure)
            return false
        }
        report.checkpoints = checkpoints.count
        report.lastCheckpointSize = checkpoints.goodSize
        return true
    }

    private mutating func fail(_ failure: CheckpointCheck.Failure) {
        report.problem = .init(
            file: failure.entry == nil ? "the kept checkpoint" : LogDirectory.checkpointsName,
            line: failure.entry?.line ?? 1, byteOffset: failure.entry?.offset ?? 0, defect: failure.defect,
            change: LikelyChange.text(for: failure.defect, bad: nil, next: nil, expected: check.chain.sequence + 1))
    }

    /// - Parameter lines: the bad line's fields and those of the one after it, as far as they have any.
    private mutating func fail(
        _ defect: LogVerifier.Defect, _ segment: LogSegment, _ line: Int, _ offset: Int64,
        _ lines: (bad: RecordLine?, next: RecordLine?)?
    ) {
        report.problem = .init(
            file: segment.name, line: line, byteOffset: offset, defect: defect,
            change: LikelyChange.text(
                for: defect, bad: lines?.bad, next: lines?.next, expected: check.chain.sequence + 1))
    }

    /// The bad line and the one after it.
    private func lines(
        _ reader: inout LineReader, from offset: Int64, limit: Int64
    ) throws -> (bad: RecordLine?, next: RecordLine?) {
        reader.seek(to: offset)
        var lines: [RecordLine?] = []
        for _ in 0..<2 {
            guard case .line(let range) = try reader.next(limit: limit) else { break }
            lines.append(try? RecordLine(reader.bytes[range]))
        }
        return (lines.first ?? nil, lines.count > 1 ? lines[1] : nil)
    }
}
