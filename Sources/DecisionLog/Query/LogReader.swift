import SystemPackage

/// Reads a log's records from the first to the last, or from some segment on. Doesn't check them, which is `LogVerifier`'s, but for those
/// of compressed segments, each by itself: a bit of compressed data that is wrong may change many records in any way, and only the records'
/// hashes tell which. What is checked of the data itself is known only at its end.
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
    }

    private var segments: Segments
    private(set) var segment: OpenSegment?
    private var lines: LineReader?
    private var limit: Int64 = 0

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
    /// - Throws: `.noLog`, `.unreadable`, `.corrupt` for a line that is no record, or compressed data that is damaged.
    mutating func next() throws(DecisionLogError) -> Entry? {
        while true {
            if lines == nil, try !open() { return nil }
            guard let segment, let offset = lines?.offset else { return nil }
            do {
                switch try lines?.next(limit: limit) {
                case .line(let range):
                    guard let line = lines?.bytes[range] else { return nil }
                    return Entry(
                        line: line,
                        record: try segment.file.isCompressed ? RecordCheck.whole(line) : RecordLine(line))
                case .damaged(let defect): throw defect
                // Up to the limit there are whole lines; beyond it nothing is read, and so the data's own check isn't either.
                case .end where isShort(at: offset), .tooLong where isShort(at: offset):
                    throw GzipDefect.damaged("a line without an end")
                case .end, .tooLong, nil: lines = nil
                }
            } catch let error as Errno {
                throw .unreadable(path: segment.segment.path.string, reason: error.description)
            } catch {
                throw .corrupt(path: segment.segment.path.string, offset: offset, reason: "\(error)")
            }
        }
    }

    /// Whether a compressed segment has fewer lines than the next one says.
    private func isShort(at offset: Int64) -> Bool {
        segment?.file.isCompressed == true && limit < .max && offset < limit
    }

    /// Goes on with the next segment, as behind a line that is no record.
    mutating func skipSegment() {
        lines = nil
    }

    private mutating func open() throws(DecisionLogError) -> Bool {
        segment = try segments.next()
        guard let segment else { return false }
        do {
            limit = try segment.file.limit(segment.end)
        } catch {
            throw .unreadable(path: segment.segment.path.string, reason: error.description)
        }
        lines = LineReader(segment.file, from: 0)
        return true
    }
}
