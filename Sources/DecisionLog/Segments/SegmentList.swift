import SystemPackage

/// Segments that somebody names as files, one after the other and open, in the order of their records.
struct SegmentList {
    private var rest: [LogSegment]
    private var following: OpenSegment?

    /// - Parameter paths: files of one log, or copies of them, in any order.
    /// - Throws: `.unreadable`, `.corrupt` for one that doesn't begin with a record.
    init(_ paths: [String]) throws(DecisionLogError) {
        var segments: [(segment: LogSegment, first: UInt64)] = []
        for path in paths {
            let file = FilePath(path)
            let segment = LogSegment(
                directory: file.removingLastComponent(), name: file.lastComponent?.string ?? path)
            guard let first = try Self.firstSequence(of: segment) else { continue }
            segments.append((segment, first))
        }
        rest = segments.sorted { $0.first < $1.first }.map(\.segment)
        following = try openNext()
    }

    /// The next segment.
    ///
    /// - Throws: `.unreadable`.
    mutating func next() throws(DecisionLogError) -> OpenSegment? {
        guard let segment = following else { return nil }
        following = try openNext()
        // The one after it says where its records end; one that was left out says nothing of it.
        if let start = following?.start, start.firstSequence == segment.firstSequence {
            segment.end = start.closedBytes
        }
        return segment
    }

    private mutating func openNext() throws(DecisionLogError) -> OpenSegment? {
        guard !rest.isEmpty else { return nil }
        return try Self.open(rest.removeFirst())
    }

    /// Nil for an empty file, which has nothing to read; a closed segment, as its name says, has something.
    private static func firstSequence(of segment: LogSegment) throws(DecisionLogError) -> UInt64? {
        let file = try open(segment)
        if let first = file.firstSequence { return first }
        guard segment.isClosed || (try? file.file.descriptor.size()) != 0 else { return nil }
        throw .corrupt(path: segment.path.string, offset: 0, reason: "a record of the decision log was expected")
    }

    private static func open(_ segment: LogSegment) throws(DecisionLogError) -> OpenSegment {
        do {
            return try OpenSegment(segment)
        } catch {
            throw .unreadable(path: segment.path.string, reason: LogDirectory.reason(error))
        }
    }
}
