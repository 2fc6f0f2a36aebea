import SystemPackage

/// A segment open for reading. Closed with its last reference.
final class OpenSegment {
    let segment: LogSegment
    let file: SegmentFile
    /// Of its first record; nil if it doesn't begin with one.
    let firstSequence: UInt64?
    /// What its first record says of all that is before it; nil in the first segment, which has nothing before it.
    let start: SegmentStart?
    /// Where the next segment says that this one's records end; nil if nothing says so.
    var end: Int64?

    init(_ listed: LogSegment) throws {
        (segment, file) = try listed.open()
        do {
            (firstSequence, start) = try Self.first(of: file)
        } catch {
            try? file.descriptor.close()
            throw error
        }
    }

    deinit {
        try? file.descriptor.close()
    }

    /// What a segment's first record says; nil if it doesn't begin with one.
    static func first(of file: SegmentFile) throws(Errno) -> (sequence: UInt64?, start: SegmentStart?) {
        var reader = LineReader(file, from: 0, blockBytes: 16 << 10)
        guard case .line(let range) = try reader.next(), let record = try? RecordLine(reader.bytes[range]) else {
            return (nil, nil)
        }
        return (record.sequence, SegmentStart(record, of: reader.bytes[range]))
    }
}
