import SystemPackage

/// Reads the last segment from its first record to its end: the chain, the tree over all records, and where the records are.
struct SegmentScan {
    private(set) var check = RecordCheck()
    private(set) var tree = MerkleTree()
    /// Of the segment's first record; nil if there is none.
    private(set) var firstSequence: UInt64?
    private(set) var begun: Timestamp?
    /// Up to and with the last good record.
    private(set) var goodBytes: Int64 = 0
    private(set) var records: UInt64 = 0
    /// The root where the last checkpoint's records end, if that is in this segment.
    private(set) var rootAtCheckpoint: RecordHash?
    private let checkpointSize: UInt64?
    private let index: RecordIndex

    /// The first line that isn't good, and that no crash explains.
    struct Damage: Error {
        let offset: Int64
        let defect: LogVerifier.Defect
    }

    init(checkpoint: Checkpoint?, index: RecordIndex) {
        checkpointSize = checkpoint?.size
        self.index = index
    }

    /// Stops before what a crash can leave at the end: an unfinished line, or one with bytes that were never written.
    ///
    /// - Throws: ``Damage`` or `Errno`.
    mutating func read(_ file: FileDescriptor) throws {
        var reader = LineReader(file, from: 0)
        while true {
            switch try reader.next() {
            case .end: return
            case .tooLong:
                guard reader.bytes.contains(0) else {
                    throw Damage(offset: goodBytes, defect: .malformed("the line is longer than any the log writes"))
                }
                return
            case .line(let range):
                let line = reader.bytes[range]
                do throws(LogVerifier.Defect) {
                    try accept(line)
                } catch {
                    // After a power loss, blocks of a batch that wasn't synced read as zeros, which no line holds.
                    guard line.contains(0) else { throw Damage(offset: goodBytes, defect: error) }
                    return
                }
            }
        }
    }

    private mutating func accept(_ line: ArraySlice<UInt8>) throws(LogVerifier.Defect) {
        if firstSequence == nil { try begin(line) }
        let record = try check.accept(line)
        if firstSequence == nil { (firstSequence, begun) = (record.sequence, record.time) }
        tree.append(record.hash)
        if record.sequence == checkpointSize { rootAtCheckpoint = tree.root }
        let place = RecordIndex.Place(segment: firstSequence ?? 0, offset: goodBytes, bytes: line.count)
        index.add([(String(decoding: line[record.id], as: UTF8.self), place)])
        goodBytes += Int64(line.count)
        records += 1
    }

    private mutating func begin(_ line: ArraySlice<UInt8>) throws(LogVerifier.Defect) {
        let record = try RecordCheck.whole(line)
        guard record.sequence > 1 else { return }
        guard let start = SegmentStart(record, of: line) else {
            throw .malformed("the segment begins with record \(record.sequence), which doesn't say what is before it")
        }
        tree = start.tree
        check = RecordCheck(after: Chain(sequence: start.tree.size, hash: record.previousHash, time: Timestamp.zero))
        if tree.size == checkpointSize { rootAtCheckpoint = tree.root }
    }
}
