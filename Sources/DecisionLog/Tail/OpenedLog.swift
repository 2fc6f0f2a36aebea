import SystemPackage

/// The active file, open for reading lines forward. Closed with its last reference.
final class OpenedLog {
    private let file: FileDescriptor
    private var reader: LineReader
    /// The file's end was reached, and it may have been cut since.
    private var isResuming = false

    /// Opens the file and places the reader before its last `last` whole lines.
    init(_ directory: LogDirectory, last: Int) throws {
        file = try FileDescriptor.open(directory.active, .readOnly, options: .closeOnExec)
        reader = LineReader(file, from: 0)
        reader.seek(to: try Self.start(of: file, last: last))
    }

    deinit {
        try? file.close()
    }

    /// The next whole line without its line end; nil if there is none at the moment.
    func next() throws -> [UInt8]? {
        if isResuming { try resume() }
        while true {
            switch try reader.next() {
            case .end:
                // What was read of an unfinished line may be cut off and written over: it is read again.
                reader.seek(to: reader.offset)
                isResuming = true
                return nil
            case .tooLong:
                throw LineDefect(offset: 0, expected: "lines of at most \(RecordFormat.maxLineBytes) bytes")
            case .line(let range):
                let line = reader.bytes[range].dropLast()
                // After a cut that was written over, the old place may lie within a line; the next one is whole.
                let isPart = isResuming && !line.starts(with: RecordFormat.id)
                isResuming = false
                if !isPart { return Array(line) }
            }
        }
    }

    /// Recovery and a failed batch cut the file back to a line's end. What comes after that is new.
    private func resume() throws {
        let size = try file.size()
        if size < reader.offset { reader.seek(to: size) }
    }

    /// Where the last `count` whole lines begin: looks for line ends backwards, a block at a time.
    private static func start(of file: FileDescriptor, last count: Int) throws -> Int64 {
        var position = try file.size()
        var block = [UInt8](repeating: 0, count: 64 << 10)
        // The line end that closes the last line is one more than lines are wanted.
        var wanted = max(0, count) + 1
        while position > 0 {
            let length = Int(min(Int64(block.count), position))
            let from = position - Int64(length)
            guard try file.read(into: &block, at: 0..<length, fromOffset: from) == length else { throw Errno.ioError }
            var end = length
            while let found = block[..<end].lastIndex(of: RecordFormat.lineEnd) {
                wanted -= 1
                if wanted == 0 { return from + Int64(found) + 1 }
                end = found
            }
            position = from
        }
        return 0
    }
}
