/// How much of the past is kept. What no signed checkpoint covers is always kept.
struct Retention: Sendable {
    /// Closed segments whose last record is older are removed; nil keeps them.
    let maxAge: Duration?
    /// When all segments together are larger, the oldest are removed; nil keeps them.
    let maxTotalBytes: Int64?

    /// How many of the oldest segments may go.
    ///
    /// - Parameters:
    ///   - closed: the closed segments, the oldest first.
    ///   - activeBytes: of the segment that is written.
    ///   - covered: how many records the last signed checkpoint covers.
    func removable(_ closed: [ClosedSegment], activeBytes: Int64, covered: UInt64, now: Timestamp) -> Int {
        var total = closed.reduce(activeBytes) { $0 + $1.bytes }
        var count = 0
        for segment in closed {
            let isOld = maxAge.map { now.milliseconds - segment.end.milliseconds > Int64($0.milliseconds) } ?? false
            let isTooMuch = maxTotalBytes.map { total > $0 } ?? false
            guard isOld || isTooMuch, segment.lastSequence <= covered else { break }
            total -= segment.bytes
            count += 1
        }
        return count
    }
}
