import SystemPackage

/// Segments that somebody names as files, one after the other and open, in the order of their records.
struct SegmentList {
    private var rest: [LogSegment]
    private var following: OpenSegment?

    /// One of the files, to be held against others that begin with the same record.
    private struct Candidate {
        let segment: LogSegment
        let first: OpenSegment.First
        let contentBytes: Int64
    }

    /// - Parameter paths: files of one log, or copies of them, in any order. Of copies of one segment the longest is read, and of those
    ///   that are as long as each other one that isn't compressed.
    /// - Throws: `.unreadable`, also for files of different logs, `.corrupt` for one that doesn't begin with a record.
    init(_ paths: [String]) throws(DecisionLogError) {
        var segments: [UInt64: Candidate] = [:]
        for path in paths {
            let file = FilePath(path)
            let segment = LogSegment(
                directory: file.removingLastComponent(), name: file.lastComponent?.string ?? path)
            guard let found = try Self.candidate(segment) else { continue }
            let sequence = found.first.sequence
            segments[sequence] =
                try segments[sequence].map { other throws(DecisionLogError) in
                    try Self.better(found, other)
                } ?? found
        }
        rest = segments.sorted { $0.key < $1.key }.map(\.value.segment)
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
    private static func candidate(_ segment: LogSegment) throws(DecisionLogError) -> Candidate? {
        let open = try open(segment)
        return try segment.path.naming { path in
            let contentBytes = try open.file.contentBytes()
            if let first = open.first {
                return Candidate(segment: segment, first: first, contentBytes: contentBytes)
            }
            guard try segment.isClosed || open.file.descriptor.size() > 0 else { return nil }
            throw DecisionLogError.corrupt(
                path: path.string, offset: 0, reason: "a record of the decision log was expected")
        }
    }

    private static func better(_ one: Candidate, _ other: Candidate) throws(DecisionLogError) -> Candidate {
        guard one.first.hash == other.first.hash else {
            throw .unreadable(
                path: one.segment.path.string,
                reason: "it begins with another record \(one.first.sequence) than \(other.segment.path): "
                    + "the files are of different logs")
        }
        if one.contentBytes != other.contentBytes { return one.contentBytes > other.contentBytes ? one : other }
        return one.segment.isCompressed ? other : one
    }

    private static func open(_ segment: LogSegment) throws(DecisionLogError) -> OpenSegment {
        do {
            return try OpenSegment(segment)
        } catch {
            throw .unreadable(path: segment.path.string, reason: LogDirectory.reason(error))
        }
    }
}
