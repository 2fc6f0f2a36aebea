import Foundation

/// A record that was found: its line, and where in it things stand.
package struct LogEntry: Sendable {
    /// Without its line end.
    package let line: [UInt8]
    package let id: String
    package let sequence: UInt64
    package let time: Date
    /// The value of `data` in `line`.
    package let data: Range<Int>

    package init(line: [UInt8], id: String, sequence: UInt64, time: Date, data: Range<Int>) {
        self.line = line
        self.id = id
        self.sequence = sequence
        self.time = time
        self.data = data
    }

    init(_ entry: LogReader.Entry) {
        let start = entry.line.startIndex
        self.init(
            line: Array(entry.line.dropLast()), id: String(decoding: entry.line[entry.record.id], as: UTF8.self),
            sequence: entry.record.sequence,
            time: Date(timeIntervalSince1970: Double(entry.record.time.milliseconds) / 1000),
            data: entry.record.data.lowerBound - start..<entry.record.data.upperBound - start)
    }
}
