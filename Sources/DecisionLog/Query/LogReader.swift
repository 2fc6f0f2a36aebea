import SystemPackage

/// Reads a log's records from the first to the last, or from some segment on, and leaves none out: their sequence has to go on, and a
/// segment has to be as long as the next one says. Doesn't check what they say, which is `LogVerifier`'s, but for those of compressed
/// segments, each by itself: a bit of compressed data that is wrong may change many records in any way, and only the records' hashes tell
/// which. What is checked of the data itself is known only at its end.
struct LogReader {
    /// A record as it stands in the file.
    struct Entry {
        /// With its line end.
        let line: ArraySlice<UInt8>
        let record: RecordLine
    }

    /// Where the segments come from.
    private enum Segments {
        case directory(SegmentWalk)
        case files(SegmentList)

        mutating func next() throws(DecisionLogError) -> OpenSegment? {
            switch self {
            case .directory(var walk):
                defer { self = .directory(walk) }
                return try walk.next()
            case .files(var list):
                defer { self = .files(list) }
                return try list.next()
            }
        }

        /// Whether the segment that begins with `first` may be the next after the record `last`, though others were between.
        func mayLeaveOut(after last: UInt64, before first: UInt64) throws(DecisionLogError) -> Bool {
            switch self {
            // Retention, which removes the oldest first, removed them and all before them while we read.
            case .directory(let walk): try walk.isFirst(first)
            // Whoever names files may leave some out.
            case .files: first > last
            }
        }
    }

    private var segments: Segments
    private(set) var segment: OpenSegment?
    private var lines: LineReader?
    private var limit: Int64 = 0
    /// The last record that was read; nil where any may follow.
    private var last: (sequence: UInt64, hash: RecordHash)?
    /// The segment behind a gap, which was told of and which is gone on with.
    private var behindGap: OpenSegment?

    /// - Parameter first: begins with the closed segment of this first sequence, or with the one after it.
    init(_ directory: LogDirectory, from first: UInt64 = 0) {
        segments = .directory(SegmentWalk(directory, from: first))
    }

    /// - Parameter listed: the segments to begin with, which the caller has just listed.
    init(_ directory: LogDirectory, listed: ArraySlice<LogSegment>) {
        segments = .directory(SegmentWalk(directory, listed: listed))
    }

    init(_ files: SegmentList) {
        segments = .files(files)
    }

    /// The next record; nil at the log's end.
    ///
    /// - Throws: `.noLog`, `.unreadable`, `.corrupt` for a line that is no record, compressed data that is damaged, and where records
    ///   are missing.
    mutating func next() throws(DecisionLogError) -> Entry? {
        while true {
            if lines == nil, try !open() { return nil }
            guard let segment, let offset = lines?.offset else { return nil }
            do {
                switch try lines?.next(limit: limit) {
                case .line(let range):
                    guard let line = lines?.bytes[range] else { return nil }
                    let record = try segment.file.isCompressed ? RecordCheck.whole(line) : RecordLine(line)
                    try check(record, startOf: offset == 0 ? segment.segment : nil)
                    last = (record.sequence, record.hash)
                    return Entry(line: line, record: record)
                case .damaged(let defect): throw defect
                case .tooLong:
                    throw LogVerifier.Defect.malformed("the line is longer than \(RecordFormat.maxLineBytes) bytes")
                case .end(let rest):
                    try segment.checkEnd(at: offset, restBytes: rest)
                    lines = nil
                case nil: lines = nil
                }
            } catch let error as Errno {
                throw .unreadable(path: segment.segment.path.string, reason: error.description)
            } catch {
                throw .corrupt(path: segment.segment.path.string, offset: offset, reason: "\(error)")
            }
        }
    }

    /// Goes on with the next segment, as behind a line that is no record.
    mutating func skipSegment() {
        (lines, last) = (nil, nil)
    }

    /// - Parameter startOf: the segment whose first record this is.
    private func check(_ record: RecordLine, startOf segment: LogSegment?) throws(LogVerifier.Defect) {
        if let named = segment?.firstSequence, named != record.sequence {
            throw .segmentName(expected: named, found: record.sequence)
        }
        guard let last else { return }
        guard record.sequence == last.sequence &+ 1 else {
            throw .sequence(expected: last.sequence &+ 1, found: record.sequence)
        }
        // Within a segment it is verify's to follow the chain; that the segments are of one log it tells here.
        guard segment == nil || record.previousHash == last.hash else {
            throw .previousHash(expected: last.hash, found: record.previousHash)
        }
    }

    private mutating func open() throws(DecisionLogError) -> Bool {
        if let behindGap {
            (segment, self.behindGap) = (behindGap, nil)
        } else {
            segment = try segments.next()
        }
        guard let segment else { return false }
        try checkGap(before: segment)
        do {
            limit = try segment.file.limit(segment.end)
        } catch {
            throw .unreadable(path: segment.segment.path.string, reason: error.description)
        }
        lines = LineReader(segment.file, from: 0)
        return true
    }

    private mutating func checkGap(before segment: OpenSegment) throws(DecisionLogError) {
        guard let last, let first = segment.firstSequence, first != last.sequence &+ 1 else { return }
        self.last = nil
        guard try !segments.mayLeaveOut(after: last.sequence, before: first) else { return }
        behindGap = segment
        let defect = LogVerifier.Defect.sequence(expected: last.sequence &+ 1, found: first)
        throw .corrupt(path: segment.segment.path.string, offset: 0, reason: "\(defect)")
    }
}
