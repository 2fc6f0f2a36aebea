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
