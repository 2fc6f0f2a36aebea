/// Walks over one line, byte by byte where it has to and never beyond its end.
struct LineCursor {
    private let line: ArraySlice<UInt8>
    private var position: Int

    init(_ line: ArraySlice<UInt8>) {
        self.line = line
        position = line.startIndex
    }

    func isNext(_ text: [UInt8]) -> Bool {
        line[position...].starts(with: text)
    }

    mutating func expect(_ text: [UInt8], _ what: String) throws(LineDefect) {
        guard isNext(text) else { throw defect(what) }
        position += text.count
    }

    mutating func take(_ count: Int, _ what: String) throws(LineDefect) -> Range<Int> {
        guard line.endIndex - position >= count else { throw defect(what) }
        let range = position..<position + count
        position = range.upperBound
        return range
    }

    /// The bytes up to the next quotation mark; at least one, and none that JSON would have escaped.
    mutating func attribute(_ what: String) throws(LineDefect) -> Range<Int> {
        let start = position
        while position < line.endIndex, RecordFormat.isAttributeByte(line[position]) { position += 1 }
        guard position > start else { throw defect(what) }
        return start..<position
    }

    mutating func time() throws(LineDefect) -> Timestamp {
        let range = try take(Timestamp.byteCount, "time")
        guard let time = Timestamp(line[range]) else { throw defect("a time like 2026-11-21T08:00:00.123Z") }
        return time
    }

    mutating func sequence() throws(LineDefect) -> UInt64 {
        let range = try take(RecordFormat.sequenceDigits, "a sequence of 20 digits")
        var value: UInt64 = 0
        for digit in line[range] {
            let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
            guard !overflow, (0x30...0x39).contains(digit), shifted <= RecordFormat.maxSequence else {
                throw defect("a sequence of 20 digits, at most \(RecordFormat.maxSequence)")
            }
            value = shifted + UInt64(digit - 0x30)
        }
        return value
    }

    mutating func hash(_ what: String) throws(LineDefect) -> RecordHash {
        let range = try take(RecordHash.hexBytes, what)
        guard let hash = RecordHash(hex: line[range]) else { throw defect("\(what) as 64 lower-case hex digits") }
        return hash
    }

    /// All up to the trailer, whose length is fixed: `data` needs no parsing.
    mutating func data() throws(LineDefect) -> Range<Int> {
        let count = line.endIndex - position - RecordFormat.trailerBytes
        guard count > 0 else { throw defect("a value of data") }
        return try take(count, "data")
    }

    func defect(_ expected: String) -> LineDefect {
        LineDefect(offset: position - line.startIndex, expected: expected)
    }
}
