import SystemPackage

/// Finds records by id, without an index: for commands.
package enum LogSearch {
    /// The line of the record with `id`, without its line end; nil if there is none. Reads the newest segments first.
    ///
    /// - Throws: `.noLog`, `.unreadable`, `.corrupt` if a line before the record isn't one.
    package static func line(id: String, directory: String) throws(DecisionLogError) -> [UInt8]? {
        try find(id: id, directory: LogDirectory(directory)).map { Array($0.line.dropLast()) }
    }

    struct Found {
        /// With its line end.
        let line: [UInt8]
        let sequence: UInt64
        /// The first sequence of its segment, to read on from there.
        let segment: UInt64
        let start: SegmentStart?
    }

    static func find(id: String, directory: LogDirectory) throws(DecisionLogError) -> Found? {
        // An id stands at the begin of its line, as it is.
        guard RecordFormat.isAttribute(id) else { return nil }
        let begin = RecordFormat.id + Array(id.utf8) + [RecordFormat.quote]
        var before: UInt64?
        // A segment's first sequence, or the end, bounds each round; the active segment's name doesn't say its first.
        let segments = try directory.segments()
        let last = segments.lastIndex { $0.firstSequence != nil } ?? segments.startIndex
        for place in (segments.startIndex...last).reversed() {
            let reader = LogReader(directory, listed: segments[place...])
            if let found = try find(begin, reader, before: before) { return found }
            before = segments[place].firstSequence
        }
        return nil
    }

    private static func find(
        _ begin: [UInt8], _ reader: LogReader, before: UInt64?
    ) throws(DecisionLogError) -> Found? {
        var reader = reader
        var segmentFirst: UInt64 = 0
        var segment: OpenSegment?
        while let entry = try reader.next() {
            if reader.segment !== segment { (segment, segmentFirst) = (reader.segment, entry.record.sequence) }
            if let before, entry.record.sequence >= before { return nil }
            if entry.line.starts(with: begin) {
                return Found(
                    line: Array(entry.line), sequence: entry.record.sequence, segment: segmentFirst,
                    start: segment?.start)
            }
        }
        return nil
    }
}
