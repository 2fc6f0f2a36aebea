/// A line read back: its envelope, found at the places where `docs/log.md` puts it, without parsing `data`.
struct RecordLine: Sendable {
    let id: Range<Int>
    let type: Range<Int>
    let time: Timestamp
    let sequence: UInt64
    let previousHash: RecordHash
    let data: Range<Int>
    let hash: RecordHash
    /// What `hash` covers.
    let hashed: Range<Int>

    /// Reads `line`, its line end included. Ranges are indices of `line`'s base array.
    ///
    /// - Throws: the first place that isn't as the format says.
    init(_ line: ArraySlice<UInt8>) throws(LineDefect) {
        var cursor = LineCursor(line)
        (id, type, time) = try Self.begin(&cursor)
        try cursor.expect(RecordFormat.sequence, "sequence")
        sequence = try cursor.sequence()
        try cursor.expect(RecordFormat.previousHash, "prevhash")
        previousHash = try cursor.hash("prevhash")
        if cursor.isNext(RecordFormat.traceparent) {
            try cursor.expect(RecordFormat.traceparent, "traceparent")
            _ = try cursor.attribute("traceparent")
        }
        try cursor.expect(RecordFormat.data, "data")
        data = try cursor.data()
        hashed = line.startIndex..<data.upperBound
        try cursor.expect(RecordFormat.hash, "hash as the last field")
        hash = try cursor.hash("hash")
        try cursor.expect(RecordFormat.end, "the envelope's end")
    }

    /// The time of a line that may be damaged behind it; nil if it is damaged before.
    static func time(ofDamaged line: ArraySlice<UInt8>) -> Timestamp? {
        var cursor = LineCursor(line)
        return try? begin(&cursor).time
    }

    private static func begin(
        _ cursor: inout LineCursor
    ) throws(LineDefect) -> (id: Range<Int>, type: Range<Int>, time: Timestamp) {
        try cursor.expect(RecordFormat.id, "the envelope's begin and id")
        let id = try cursor.attribute("id")
        try cursor.expect(RecordFormat.source, "source")
        _ = try cursor.attribute("source")
        try cursor.expect(RecordFormat.type, "type")
        let type = try cursor.attribute("type")
        try cursor.expect(RecordFormat.time, "time")
        return (id, type, try cursor.time())
    }
}
