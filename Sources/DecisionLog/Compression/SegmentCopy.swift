import SystemPackage

/// The compressed copy of a closed segment, beside it.
enum SegmentCopy {
    private static let blockBytes = 1 << 20
    /// So much of the segment is read between two syncs of the copy.
    private static let releasedBytes: Int64 = 16 << 20

    /// Whether a segment and its compressed copy have the same content. One of the two that isn't there any more is no difference: the
    /// service has just removed it. A name that is there and leads nowhere is one.
    ///
    /// - Returns: false too for a copy that is damaged.
    /// - Throws: `Errno`, or ``NotAFile``.
    static func isSame(_ segment: LogSegment) throws -> Bool {
        guard let original = try open(segment.path) else { return true }
        return try original.closeAfter {
            let path = segment.compressed.path
            guard let copy = try open(path) else { return try !path.isLink() }
            return try copy.closeAfter { try isSame(original, copy) {} }
        }
    }

    /// Nil if there is no such file.
    private static func open(_ path: FilePath) throws -> FileDescriptor? {
        do {
            return try path.openForReading()
        } catch Errno.noSuchFileOrDirectory {
            return nil
        }
    }

    /// Writes the compressed copy of a segment and syncs it, piece by piece, and keeps neither in the kernel's memory: nobody reads them
    /// soon.
    ///
    /// - Parameter goOn: called after each piece; what it throws ends it.
    static func write(_ original: FileDescriptor, to copy: FileDescriptor, goOn: () throws -> Void) throws {
        let deflater = try Deflater()
        var buffer: [UInt8] = []
        var block = [UInt8](repeating: 0, count: blockBytes)
        var offset: Int64 = 0
        var isAtEnd = false
        repeat {
            let count = try original.read(into: &block, at: block.indices, fromOffset: offset)
            buffer += block[..<count]
            offset += Int64(count)
            isAtEnd = count == 0
            let end = isAtEnd ? buffer.count : pieceEnd(buffer)
            // An empty file is a member of nothing.
            guard end > 0 || isAtEnd && offset == 0 else { continue }
            try copy.writeAll(try GzipMember.encoded(buffer[..<end], deflater))
            buffer.removeFirst(end)
            if offset % releasedBytes == 0 { try release(original, offset, copy) }
            try goOn()
        } while !isAtEnd
        try release(original, offset, copy)
    }

    /// What follows the last line end goes into the next piece, unless it is longer than any line.
    private static func pieceEnd(_ buffer: [UInt8]) -> Int {
        if let end = buffer.lastIndex(of: RecordFormat.lineEnd) { return end + 1 }
        return buffer.count < RecordFormat.maxLineBytes ? 0 : buffer.count
    }

    /// Syncs the copy, a little at a time so that the log's own syncs don't wait for much.
    private static func release(_ original: FileDescriptor, _ bytes: Int64, _ copy: FileDescriptor) throws {
        try copy.syncData()
        original.adviseNotNeeded(from: 0, bytes: bytes)
        copy.adviseNotNeeded(from: 0, bytes: try copy.size())
    }

    /// - Parameter goOn: called after each block; what it throws ends the comparison.
    static func isSame(_ original: FileDescriptor, _ copy: FileDescriptor, goOn: () throws -> Void) throws -> Bool {
        let content = try GzipReader(copy)
        var (one, other) = ([UInt8](repeating: 0, count: blockBytes), [UInt8](repeating: 0, count: blockBytes))
        var offset: Int64 = 0
        do {
            while true {
                let count = try original.read(into: &one, at: one.indices, fromOffset: offset)
                guard count > 0 else { return try content.read(into: &other, at: 0..<1, fromOffset: offset) == 0 }
                guard try content.read(into: &other, at: 0..<count, fromOffset: offset) == count,
                    one[..<count] == other[..<count]
                else { return false }
                offset += Int64(count)
                try goOn()
            }
        } catch is GzipDefect {
            return false
        }
    }
}
