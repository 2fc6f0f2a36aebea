import Foundation
import SystemPackage

extension DecisionLog {
    /// One of the newest records, by id: its line without the line end. Reads a few KiB from the log's files.
    ///
    /// - Returns: nil if none of the newest `maxIndexRecords` has the id.
    /// - Throws: `.unreadable`.
    package func record(id: String) throws(DecisionLogError) -> [UInt8]? {
        guard let reference = reference(to: id) else { return nil }
        return try record(at: reference)
    }

    /// Where one of the newest records is; nil if none of the newest `maxIndexRecords` has the id. Reads nothing.
    package func reference(to id: String) -> RecordReference? {
        index.place(of: id).map { RecordReference(id: id, place: $0) }
    }

    /// The line of a record without the line end, however old it is. Reads a few KiB from the log's files.
    ///
    /// - Returns: nil if it isn't there any more.
    /// - Throws: `.unreadable`.
    package func record(at reference: RecordReference) throws(DecisionLogError) -> [UInt8]? {
        let (id, place) = (reference.id, reference.place)
        // Closed since, or not, or just between looking for the one name and the other; compressed since, or just now.
        let closed = directory.closed(first: place.segment)
        for path in [closed.path, directory.active, closed.path, closed.compressed.path] {
            do {
                if let line = try Self.line(at: place, in: path, id: id) { return line }
            } catch {
                throw .unreadable(path: path.string, reason: LogDirectory.reason(error))
            }
        }
        return nil
    }

    /// What of the records since a time wasn't read.
    package enum ReadGap: Sendable {
        /// Files beyond the limit in bytes.
        case beyondLimit
        /// The rest of a file from a line on that is no record. Newer files were read.
        case damaged(DecisionLogError)
    }

    /// Hands the decisions' records since a time to `body`, the oldest first, and with the first some that are older. For a start,
    /// before anything else is written.
    ///
    /// - Parameter maxBytes: files beyond this aren't read, but for the newest.
    /// - Returns: nil if all since then were read.
    /// - Throws: `.unreadable`.
    package func readRecords(
        since: Date, maxBytes: Int64, _ body: (ReadRecord) -> Void
    ) throws(DecisionLogError) -> ReadGap? {
        let (first, isComplete) = try firstSegment(since: Timestamp(since), maxBytes: maxBytes)
        var gap = isComplete ? nil : ReadGap.beyondLimit
        var reader = LogReader(directory, from: first)
        var segment: OpenSegment?
        var segmentFirst: UInt64 = 0
        var offset: Int64 = 0
        while let entry = try Self.next(of: &reader, &gap) {
            if reader.segment !== segment {
                (segment, segmentFirst, offset) = (reader.segment, entry.record.sequence, 0)
            }
            let place = RecordIndex.Place(segment: segmentFirst, offset: offset, bytes: entry.line.count)
            offset += Int64(entry.line.count)
            guard entry.line[entry.record.type].elementsEqual(RecordQuery.decisionType.utf8) else { continue }
            body(ReadRecord(line: entry.line, record: entry.record, place: place))
        }
        return gap
    }

    private static func next(
        of reader: inout LogReader, _ gap: inout ReadGap?
    ) throws(DecisionLogError) -> LogReader.Entry? {
        while true {
            do throws(DecisionLogError) {
                return try reader.next()
            } catch .corrupt(let path, let offset, let reason) {
                gap = .damaged(.corrupt(path: path, offset: offset, reason: reason))
                reader.skipSegment()
            }
        }
    }

    /// The first sequence of the segment in which the records since a time begin, as far as `maxBytes` of segments go back.
    private func firstSegment(
        since: Timestamp, maxBytes: Int64
    ) throws(DecisionLogError) -> (first: UInt64, isComplete: Bool) {
        var bytes: Int64 = 0
        // The active segment, whose name tells no sequence, is read in any case.
        var first = UInt64.max
        for segment in try directory.segments().reversed() {
            bytes += try segment.contentBytes()
            if let sequence = segment.firstSequence {
                if bytes > maxBytes { return (first, false) }
                first = sequence
            }
            if let begun = try segment.begun(), begun < since { return (first, true) }
        }
        return (first, true)
    }

    private static func line(at place: RecordIndex.Place, in path: FilePath, id: String) throws -> [UInt8]? {
        let file: SegmentFile
        do {
            file = try SegmentFile(path)
        } catch Errno.noSuchFileOrDirectory {
            return nil
        }
        return try file.descriptor.closeAfter {
            var line = [UInt8](repeating: 0, count: place.bytes)
            var end = 0
            while end < line.count {
                let count = try file.read(into: &line, at: end..<line.count, fromOffset: place.offset + Int64(end))
                guard count > 0 else { return nil }
                end += count
            }
            guard let record = try? RecordLine(line[...]), line[record.id].elementsEqual(id.utf8)
            else { return nil }
            return Array(line.dropLast())
        }
    }
}
