import SystemPackage

/// A log's segments, one after the other and open, while the service goes on rotating and removing them.
struct SegmentWalk {
    private let directory: LogDirectory
    private var listed: [LogSegment] = []
    private var last: UInt64?
    private var isAtEnd = false

    /// - Parameter first: begins with the segment whose first record has this sequence, or the one after it.
    init(_ directory: LogDirectory, from first: UInt64 = 0) {
        self.directory = directory
        last = first > 0 ? first - 1 : nil
    }

    /// The next segment. Whoever gets it closes it.
    ///
    /// - Throws: `.noLog`, `.unreadable`.
    mutating func next() throws(DecisionLogError) -> OpenSegment? {
        while !isAtEnd {
            if listed.isEmpty { listed = try ahead() }
            guard let segment = listed.first else {
                // Only closed segments were there, as after a crash while a segment was begun.
                isAtEnd = true
                return nil
            }
            listed.removeFirst()
            // Removed by retention, or, if it was the active one, closed since: look again.
            guard let file = try open(segment) else {
                listed = []
                if segment.isActive, try ahead().isEmpty { isAtEnd = true }
                continue
            }
            if segment.isActive {
                guard try ahead().contains(where: { !$0.isActive }) else {
                    isAtEnd = true
                    return OpenSegment(segment: segment, file: file)
                }
                // It was closed while it was opened, and others came between.
                try? file.close()
                listed = []
            } else {
                last = segment.firstSequence
                return OpenSegment(segment: segment, file: file)
            }
        }
        return nil
    }

    private func ahead() throws(DecisionLogError) -> [LogSegment] {
        try directory.segments().filter { segment in
            guard let first = segment.firstSequence, let last else { return true }
            return first > last
        }
    }

    private func open(_ segment: LogSegment) throws(DecisionLogError) -> FileDescriptor? {
        do {
            return try FileDescriptor.open(segment.path, .readOnly, options: .closeOnExec)
        } catch Errno.noSuchFileOrDirectory {
            return nil
        } catch {
            throw .unreadable(path: segment.path.string, reason: LogDirectory.reason(error))
        }
    }
}

/// A segment open for reading.
struct OpenSegment {
    let segment: LogSegment
    let file: FileDescriptor
}
