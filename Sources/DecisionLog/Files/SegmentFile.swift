import SystemPackage

/// One of the log's files open for reading, as it is or decompressed on the way. For one thread at a time.
enum SegmentFile {
    case plain(FileDescriptor)
    case compressed(GzipReader)

    /// Opens a file, which is a compressed one if its name says so.
    ///
    /// - Throws: as `FilePath.openForReading()`.
    init(_ path: FilePath) throws {
        let file = try path.openForReading()
        guard LogSegment.isCompressed(name: path.lastComponent?.string ?? "") else {
            self = .plain(file)
            return
        }
        do {
            self = .compressed(try GzipReader(file))
        } catch {
            try? file.close()
            throw error
        }
    }

    /// The file itself, to close it and to tell it from others.
    var descriptor: FileDescriptor {
        switch self {
        case .plain(let file): file
        case .compressed(let reader): reader.file
        }
    }

    var isCompressed: Bool {
        if case .compressed = self { true } else { false }
    }

    /// Reads the content from `offset` on into `buffer[range]`.
    ///
    /// - Returns: how many bytes were read, which may be fewer than asked for; 0 only at the end.
    /// - Throws: `Errno`, or ``GzipDefect`` where a compressed file is damaged.
    func read(into buffer: inout [UInt8], at range: Range<Int>, fromOffset offset: Int64) throws -> Int {
        switch self {
        case .plain(let file): try file.read(into: &buffer, at: range, fromOffset: offset)
        case .compressed(let reader): try reader.read(into: &buffer, at: range, fromOffset: offset)
        }
    }

    /// How long the content is, in bytes, as far as the file says so without being decompressed.
    func contentBytes() throws(Errno) -> Int64 {
        switch self {
        case .plain(let file): try file.size()
        case .compressed(let reader): try reader.saidBytes()
        }
    }

    /// Up to where records are to be read, now.
    ///
    /// - Parameter end: where the next segment says that they end; nil if nothing says so.
    func limit(_ end: Int64?) throws(Errno) -> Int64 {
        switch self {
        case .plain(let file): min(end ?? .max, try file.size())
        case .compressed: end ?? .max
        }
    }

    /// How many bytes of content there are behind `limit`, when all before was read.
    ///
    /// - Throws: as ``read(into:at:fromOffset:)``.
    func bytes(behind limit: Int64) throws -> Int64 {
        switch self {
        case .plain(let file): max(0, try file.size() - limit)
        case .compressed(let reader): max(0, try reader.readToEnd() - limit)
        }
    }
}
