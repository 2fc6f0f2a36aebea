import SystemPackage

/// A log, open for reading its newest lines and those that come later, over the segments' ends.
final class OpenedLog {
    private let directory: LogDirectory
    private var open: OpenSegment
    private var reader: LineReader
    /// The file's end was reached, and it may have been cut since.
    private var isResuming = false
    /// What comes after the open segment; it is gone to when the open one, which nothing is added to any more, was read to its end.
    private var following: LogSegment?

    /// Places the reader before the log's last `last` whole lines.
    init(_ directory: LogDirectory, last: Int) throws {
        self.directory = directory
        let segments = try directory.segments()
        var wanted = max(0, last)
        var start: (segment: OpenSegment, offset: Int64)?
        for listed in segments.reversed() {
            let segment: OpenSegment
            do {
                segment = try Self.openSegment(listed)
            } catch Errno.noSuchFileOrDirectory where start != nil {
                // Retention removed it just now.
                break
            }
            let (offset, lines) = try segment.segment.path.naming { [wanted] _ in
                try Self.start(of: segment.file, last: wanted)
            }
            start = (segment, offset)
            wanted -= lines
            if wanted <= 0 { break }
        }
        guard let start else { throw DecisionLogError.noLog(directory: directory.path.string) }
        open = start.segment
        reader = LineReader(open.file, from: 0)
        reader.seek(to: start.offset)
    }

    /// The next whole line, or what is missing before it; nil if there is none at the moment.
    ///
    /// - Throws: `.unreadable` or `.corrupt` with the file that it is about, or `Errno` if the names can't be read.
    func next() throws -> TailEntry? {
        if isResuming { try open.segment.path.naming { _ in try resume() } }
        while true {
            let offset = reader.offset
            switch try open.segment.path.naming({ _ in try reader.next() }) {
            case .end(let restBytes):
                // What was read of an unfinished line may be cut off and written over: it is read again.
                reader.seek(to: reader.offset)
                isResuming = true
                let ended = open
                guard try advance() else { return nil }
                if open !== ended, let missing = missing(in: ended, at: offset, restBytes) { return .missing(missing) }
            case .damaged(let defect):
                throw corrupt(at: offset, "\(defect)")
            case .tooLong:
                throw corrupt(at: offset, "the line is longer than \(RecordFormat.maxLineBytes) bytes")
            case .line(let range):
                // Of compressed data that is damaged, only the records' hashes tell which are as they were written.
                if open.file.isCompressed { try checkHash(reader.bytes[range], at: offset) }
                let line = reader.bytes[range].dropLast()
                // After a cut that was written over, the old place may lie within a line; the next one is whole.
                let isPart = isResuming && !line.starts(with: RecordFormat.id)
                isResuming = false
                if !isPart { return .line(Array(line)) }
            }
        }
    }

    private func checkHash(_ line: ArraySlice<UInt8>, at offset: Int64) throws(DecisionLogError) {
        do throws(LogVerifier.Defect) {
            _ = try RecordCheck.whole(line)
        } catch {
            throw corrupt(at: offset, "\(error)")
        }
    }

    private func corrupt(at offset: Int64, _ reason: String) -> DecisionLogError {
        .corrupt(path: open.segment.path.string, offset: offset, reason: reason)
    }

    /// What a segment lacks that was read up to the end of its last whole line.
    private func missing(in segment: OpenSegment, at offset: Int64, _ restBytes: Int) -> DecisionLogError? {
        do throws(LogVerifier.Defect) {
            try segment.checkEnd(at: offset, restBytes: restBytes)
            return nil
        } catch {
            return .corrupt(path: segment.segment.path.string, offset: offset, reason: "\(error)")
        }
    }

    /// - Throws: `.unreadable` with its path, or `Errno.noSuchFileOrDirectory`.
    private static func openSegment(_ listed: LogSegment) throws -> OpenSegment {
        do {
            return try OpenSegment(listed)
        } catch Errno.noSuchFileOrDirectory {
            throw Errno.noSuchFileOrDirectory
        } catch {
            throw DecisionLogError.unreadable(path: listed.path.string, reason: LogDirectory.reason(error))
        }
    }

    /// Recovery and a failed batch cut the file back to a line's end. What comes after that is new.
    private func resume() throws {
        // A compressed file isn't cut back: it was closed.
        guard case .plain(let file) = open.file else { return }
        let size = try file.size()
        if size < reader.offset { reader.seek(to: size) }
    }

    /// - Returns: whether there may be something to read now: in the same file, if it was closed just now, or in the next.
    private func advance() throws -> Bool {
        guard let next = following else {
            following = try nextSegment()
            return following != nil
        }
        let opened: OpenSegment
        do {
            opened = try Self.openSegment(next)
        } catch Errno.noSuchFileOrDirectory {
            following = nil
            return false
        }
        if try !isNext(opened) {
            // By the time it was opened the name was another's, and others came between: they are looked for again.
            following = try nextSegment()
            // None while a segment is being closed: for a moment no file has the active one's name.
            guard let found = following else { return false }
            if try FileIdentity(found.path)?.isSame(as: FileIdentity(opened.file.descriptor)) != true { return true }
            // What was between has been removed.
        }
        // If others came between and are gone, nothing says where the open one's records end.
        if let start = opened.start, try firstSequence() == start.firstSequence { open.end = start.closedBytes }
        (open, following, isResuming) = (opened, nil, false)
        reader = LineReader(open.file, from: 0)
        return true
    }

    /// Whether it says of itself that it comes right after the open one.
    private func isNext(_ other: OpenSegment) throws -> Bool {
        guard let start = other.start, let first = try firstSequence() else { return true }
        return start.firstSequence == first
    }

    private func nextSegment() throws -> LogSegment? {
        let own = try FileIdentity(open.file.descriptor)
        if open.segment.isActive, try FileIdentity(directory.active)?.isSame(as: own) ?? true { return nil }
        // None if the only one was renamed while the names were read.
        let segments = try directory.segmentsIfAny()
        if let place = try segments.firstIndex(where: { try FileIdentity($0.path)?.isSame(as: own) ?? false }) {
            return place + 1 < segments.count ? segments[place + 1] : nil
        }
        // Compressed, removed, or moved by somebody else: go on with what is newer.
        guard let first = try firstSequence() else { return segments.last }
        return segments.first { $0.firstSequence.map { $0 > first } ?? true }
    }

    /// Of the open file; nil if it doesn't begin with a record. The active one may not have had one when it was opened.
    private func firstSequence() throws -> UInt64? {
        try open.segment.firstSequence ?? open.firstSequence ?? OpenSegment.first(of: open.file)?.sequence
    }

    /// Where the last `count` whole lines begin, or all if they are fewer.
    private static func start(of file: SegmentFile, last count: Int) throws -> (offset: Int64, lines: Int) {
        switch file {
        case .plain(let file): try start(ofPlain: file, last: count)
        case .compressed: try start(ofCompressed: file, last: count)
        }
    }

    /// Reads forward and counts, twice: a compressed file has no way back, and few are read for their last lines.
    private static func start(ofCompressed file: SegmentFile, last count: Int) throws -> (offset: Int64, lines: Int) {
        var lines = 0
        var counter = LineReader(file, from: 0)
        while case .line = try counter.next() { lines += 1 }
        var reader = LineReader(file, from: 0)
        for _ in 0..<max(0, lines - count) {
            guard case .line = try reader.next() else { break }
        }
        return (reader.offset, min(lines, count))
    }

    /// Looks for line ends backwards, a block at a time.
    private static func start(ofPlain file: FileDescriptor, last count: Int) throws -> (offset: Int64, lines: Int) {
        var position = try file.size()
        var block = [UInt8](repeating: 0, count: 64 << 10)
        // The line end that closes the last line is one more than lines are wanted.
        var ends = 0
        while position > 0 {
            let length = Int(min(Int64(block.count), position))
            let from = position - Int64(length)
            guard try file.read(into: &block, at: 0..<length, fromOffset: from) == length else { throw Errno.ioError }
            var end = length
            while let found = block[..<end].lastIndex(of: RecordFormat.lineEnd) {
                ends += 1
                if ends > count { return (from + Int64(found) + 1, count) }
                end = found
            }
            position = from
        }
        return (0, ends)
    }
}
