import SystemPackage

/// The last whole line of a file and what follows it, read backwards in growing steps: usually one read of 64 KiB.
struct FileEnd {
    /// The file's bytes up to and with its last line end.
    let wholeBytes: Int64
    private let bytes: [UInt8]
    private let lineStart: Int
    private let lineEnd: Int

    private static let firstWindowBytes = 64 << 10
    /// A torn line and a whole one before it.
    private static let maxWindowBytes = 2 * RecordFormat.maxLineBytes

    /// The last line with its line end; nil if the file has none.
    var lastLine: ArraySlice<UInt8>? { lineEnd > 0 ? bytes[lineStart..<lineEnd] : nil }

    /// What follows the last line end.
    var torn: ArraySlice<UInt8> { bytes[lineEnd...] }

    /// - Throws: `Errno`, or `LineDefect` if there is no line end where one has to be.
    init(_ file: FileDescriptor) throws {
        let size = try file.size()
        var window = Self.firstWindowBytes
        while true {
            let count = Int(min(Int64(window), size))
            let bytes = try Self.read(file, from: size - Int64(count), count: count)
            let isWholeFile = Int64(count) == size
            let end = bytes.lastIndex(of: RecordFormat.lineEnd).map { $0 + 1 } ?? 0
            let start = bytes[..<max(0, end - 1)].lastIndex(of: RecordFormat.lineEnd).map { $0 + 1 }
            if start != nil || isWholeFile {
                self.bytes = bytes
                lineStart = start ?? 0
                lineEnd = end
                wholeBytes = size - Int64(count - end)
                return
            }
            guard window < Self.maxWindowBytes else {
                throw LineDefect(offset: 0, expected: "line ends within the file's last \(window) bytes")
            }
            window = min(window * 8, Self.maxWindowBytes)
        }
    }

    private static func read(_ file: FileDescriptor, from offset: Int64, count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let read = try file.read(into: &bytes, at: filled..<count, fromOffset: offset + Int64(filled))
            guard read > 0 else { throw Errno.ioError }
            filled += read
        }
        return bytes
    }
}
