import Foundation

/// The records that a query looks for, the oldest first, read one by one. Segments that end before its time aren't read.
package struct LogQuery {
    private let query: RecordQuery
    private let until: Timestamp?
    private var reader: LogReader
    private var isAtEnd = false

    /// - Throws: `.noLog`, `.unreadable`.
    package init(_ query: RecordQuery, directory: String) throws(DecisionLogError) {
        self.query = query
        until = query.until.map { Timestamp($0) }
        let directory = LogDirectory(directory)
        let first = try query.since.map { since throws(DecisionLogError) in
            try Self.firstSegment(Timestamp(since), directory)
        }
        reader = LogReader(directory, from: first ?? 0)
    }

    /// The same in files of a log, or copies of them, which are read in the order of their records.
    ///
    /// - Throws: `.unreadable`, `.corrupt` for a file that doesn't begin with a record.
    package init(_ query: RecordQuery, files: [String]) throws(DecisionLogError) {
        self.query = query
        until = query.until.map { Timestamp($0) }
        reader = LogReader(try SegmentList(files))
    }

    /// The next record's line, without its line end; nil if there is no more.
    ///
    /// - Throws: `.noLog`, `.unreadable`, `.corrupt` for a line that is no record.
    package mutating func next() throws(DecisionLogError) -> [UInt8]? { try nextEntry()?.line }

    /// The next record; nil if there is no more.
    ///
    /// - Throws: as ``next()``.
    package mutating func nextEntry() throws(DecisionLogError) -> LogEntry? {
        while !isAtEnd, let entry = try reader.next() {
            // Records' time never goes back.
            if let until, entry.record.time >= until {
                isAtEnd = true
            } else if query.matches(entry.record, entry.line) {
                return LogEntry(entry)
            }
        }
        return nil
    }

    /// The last segment that begins before `since`; 0 for the first of all.
    private static func firstSegment(_ since: Timestamp, _ directory: LogDirectory) throws(DecisionLogError) -> UInt64 {
        for segment in try directory.segments().reversed() {
            if let first = segment.firstSequence, let begun = try segment.begun(), begun < since { return first }
        }
        return 0
    }
}
