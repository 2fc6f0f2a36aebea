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
    /// Whether the run that wrote the newest of these records synced each batch before it wrote the next.
    private(set) var isCommit: Bool
    private let checkpointSize: UInt64?
    private let index: RecordIndex

    /// The first line that isn't good, and that no crash explains.
    struct Damage: Error {
        let offset: Int64
        let defect: LogVerifier.Defect
    }

    /// - Parameter durability: of the run that wrote these records, where they don't say it themselves.
    init(checkpoint: Checkpoint?, durability: Durability, index: RecordIndex) {
        checkpointSize = checkpoint?.size
        isCommit = durability == .commit
        self.index = index
    }

    /// Stops before what a crash can leave at the end: an unfinished line, or one with bytes that were never written. The latter isn't in a
    /// compressed segment, which was closed.
    ///
    /// - Throws: ``Damage`` or `Errno`.
    mutating func read(_ file: SegmentFile) throws {
        let size = try file.contentBytes()
        var reader = LineReader(file, from: 0)
        while true {
            switch try reader.next() {
            case .end: return
            case .damaged(let defect):
                throw Damage(offset: goodBytes, defect: .compression("\(defect)"))
            case .tooLong:
                guard !file.isCompressed, reader.bytes.contains(0),
                    !isCommit || size - goodBytes <= Writer.maxUnsyncedBytes
                else {
                    throw Damage(offset: goodBytes, defect: .malformed("the line is longer than any the log writes"))
                }
                return
            case .line(let range):
                do throws(LogVerifier.Defect) {
                    try accept(reader.bytes[range])
                } catch {
                    guard try !file.isCompressed && isPowerLoss(&reader, bad: range, size: size) else {
                        throw Damage(offset: goodBytes, defect: error)
                    }
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
        if let run = OpenedRecord(record, of: line) { isCommit = run.isCommit }
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
