import SystemPackage

/// A log's segments, one after the other and open, while the service goes on rotating and removing them.
struct SegmentWalk {
    private let directory: LogDirectory
    private var listed: ArraySlice<LogSegment> = []
    /// What was listed and not there when it was to be opened.
    private var missing: String?
    private var last: UInt64?
    private var isAtEnd = false
    /// The segment after the one that is handed out next, opened to see what it says of that one.
    private var following: OpenSegment?
    private var isBegun = false

    /// - Parameter first: begins with the segment whose first record has this sequence, or the one after it.
    init(_ directory: LogDirectory, from first: UInt64 = 0) {
        self.directory = directory
        last = first > 0 ? first - 1 : nil
    }

    /// - Parameter listed: the segments to begin with, if the caller has just listed them.
    init(_ directory: LogDirectory, listed: ArraySlice<LogSegment>) {
        self.init(directory, from: listed.first?.firstSequence ?? 0)
        self.listed = listed
    }

    /// The next segment.
    ///
    /// - Throws: `.noLog`, `.unreadable`.
    mutating func next() throws(DecisionLogError) -> OpenSegment? {
        if !isBegun {
            following = try openNext()
            isBegun = true
        }
        guard let segment = following else { return nil }
        following = try openNext()
        // If the one between was removed, the next one doesn't say where this one's records end.
        if let start = following?.start, start.firstSequence == segment.firstSequence {
            segment.end = start.closedBytes
        }
        return segment
    }

    /// Whether no closed segment is there with records before `first`.
    func isFirst(_ first: UInt64) throws(DecisionLogError) -> Bool {
        try !directory.segmentsIfAny().contains { $0.firstSequence.map { $0 < first } ?? false }
    }

    private mutating func openNext() throws(DecisionLogError) -> OpenSegment? {
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
                // There still, and yet not: a link to nowhere.
                guard missing != segment.name else {
                    throw .unreadable(path: segment.path.string, reason: "\(Errno.noSuchFileOrDirectory)")
                }
                missing = segment.name
                listed = []
                if segment.isActive, try ahead().isEmpty { isAtEnd = true }
                continue
            }
            missing = nil
            if segment.isActive {
                guard try ahead().contains(where: { !$0.isActive }) else {
                    isAtEnd = true
                    return file
                }
                // It was closed while it was opened, and others came between.
                listed = []
            } else {
                last = segment.firstSequence
                return file
            }
        }
        return nil
    }

    private func ahead() throws(DecisionLogError) -> ArraySlice<LogSegment> {
        try directory.segments().filter { segment in
            guard let first = segment.firstSequence, let last else { return true }
            return first > last
        }[...]
    }

    private func open(_ segment: LogSegment) throws(DecisionLogError) -> OpenSegment? {
        do {
            return try OpenSegment(segment)
        } catch Errno.noSuchFileOrDirectory {
            return nil
        } catch {
            throw .unreadable(path: segment.path.string, reason: LogDirectory.reason(error))
        }
    }
}
