import SystemPackage

/// Reads a file's lines forward in large blocks, in memory of one block or one longest line.
struct LineReader {
    /// What `next` found.
    enum Step {
        /// A whole line, its line end included, as a range of `bytes`. Valid until the next call.
        case line(Range<Int>)
        /// The file ends, or `end` is reached, with this many bytes that no line end follows.
        case end(restBytes: Int)
        /// A line is longer than any that the log writes.
        case tooLong
        /// From here on a compressed file can't be read.
        case damaged(GzipDefect)
    }

    static let blockBytes = 1 << 20

    private(set) var bytes: [UInt8]
    /// Where in the file the next line begins.
    private(set) var offset: Int64
    private let file: SegmentFile
    private var start = 0
    private var end = 0
    /// Up to here there is no line end in `start..<end`.
    private var searched = 0

    init(_ file: SegmentFile, from offset: Int64, blockBytes: Int = Self.blockBytes) {
        self.file = file
        self.offset = offset
        bytes = [UInt8](repeating: 0, count: blockBytes)
    }

    /// Forgets what was read ahead and goes on at `offset`.
    mutating func seek(to offset: Int64) {
        self.offset = offset
        (start, end, searched) = (0, 0, 0)
    }

    /// The next line, of the file's bytes before `limit`.
    mutating func next(limit: Int64 = .max) throws(Errno) -> Step {
        while true {
            if let lineEnd = bytes.firstPlace(of: RecordFormat.lineEnd, in: searched..<end) {
                let line = start..<lineEnd + 1
                offset += Int64(line.count)
                start = lineEnd + 1
                searched = start
                return .line(line)
            }
            searched = end
            guard end - start < RecordFormat.maxLineBytes else { return .tooLong }
            do {
                if try !fill(limit: limit) { return .end(restBytes: end - start) }
            } catch let defect as GzipDefect {
                return .damaged(defect)
            } catch {
                throw error as? Errno ?? .ioError
            }
        }
    }

    /// Reads on behind what is there, after moving it to the front or making room for a long line.
    private mutating func fill(limit: Int64) throws -> Bool {
        if start > 0 {
            bytes.moveToFront(start..<end)
            (start, end, searched) = (0, end - start, searched - start)
        }
        if end == bytes.count {
            bytes += [UInt8](repeating: 0, count: min(bytes.count, RecordFormat.maxLineBytes))
        }
        let position = offset + Int64(end)
        let count = Int(min(Int64(bytes.count - end), limit - position))
        guard count > 0 else { return false }
        let read = try file.read(into: &bytes, at: end..<end + count, fromOffset: position)
        end += read
        return read > 0
    }
}
