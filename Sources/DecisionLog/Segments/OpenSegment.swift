import SystemPackage

/// A segment open for reading. Closed with its last reference.
final class OpenSegment {
    /// A segment's first record.
    struct First {
        let sequence: UInt64
        let hash: RecordHash
        /// What it says of all that is before it; nil in the first segment, which has nothing before it.
        let start: SegmentStart?
    }

    let segment: LogSegment
    let file: SegmentFile
    /// Nil if it doesn't begin with a record.
    let first: First?
    /// Where the next segment says that this one's records end; nil if nothing says so.
    var end: Int64?

    init(_ listed: LogSegment) throws {
        (segment, file) = try listed.open()
        do {
            first = try Self.first(of: file)
        } catch {
            try? file.descriptor.close()
            throw error
        }
    }

    var firstSequence: UInt64? { first?.sequence }
    var start: SegmentStart? { first?.start }

    /// To be called when it was read to its end and nothing is added any more: whether all of its records were there.
    ///
    /// - Parameters:
    ///   - offset: where the last whole line ends.
    ///   - restBytes: what follows there.
    func checkEnd(at offset: Int64, restBytes: Int) throws(LogVerifier.Defect) {
        if let end {
            guard offset < end else { return }
            throw restBytes > 0
                ? .cutOff(bytes: restBytes)
                : .malformed("the segment ends here, and the next one says that it has \(end) bytes of records")
        }
        // None is closed before it has a record. What follows its records may be an unanswered batch's, if nothing says where they end.
        guard offset > 0 || !segment.isClosed else { throw .malformed("the segment holds no record") }
    }

    deinit {
        try? file.descriptor.close()
    }

    /// A file's first record; nil if it doesn't begin with one.
    static func first(of file: SegmentFile) throws(Errno) -> First? {
        var reader = LineReader(file, from: 0, blockBytes: 16 << 10)
        guard case .line(let range) = try reader.next(), let record = try? RecordLine(reader.bytes[range]) else {
            return nil
        }
        return First(
            sequence: record.sequence, hash: record.hash, start: SegmentStart(record, of: reader.bytes[range]))
    }
}
