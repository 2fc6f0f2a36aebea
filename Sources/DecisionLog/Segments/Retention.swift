/// How much of the past is kept. What no signed checkpoint covers is always kept.
struct Retention: Sendable {
    /// Closed segments whose last record is older are removed; nil keeps them.
    let maxAge: Duration?
    /// When all segments together are larger, the oldest are removed; nil keeps them.
    let maxTotalBytes: Int64?

    var isConfigured: Bool { maxAge != nil || maxTotalBytes != nil }

    /// How many of the oldest segments may go.
    ///
    /// - Parameters:
    ///   - closed: the closed segments, the oldest first.
    ///   - activeBytes: of the segment that is written.
    ///   - covered: how many records the last signed checkpoint covers.
    ///   - now: nil if the clock isn't to be trusted; then nothing is too old.
    func removable(_ closed: [ClosedSegment], activeBytes: Int64, covered: UInt64, now: Timestamp?) -> Int {
        var total = closed.reduce(activeBytes) { $0 + $1.diskBytes }
        var count = 0
        for segment in closed {
            let isOld = isTooOld(segment, now: now)
            let isTooMuch = maxTotalBytes.map { total > $0 } ?? false
            guard isOld || isTooMuch, segment.lastSequence <= covered else { break }
            total -= segment.diskBytes
            count += 1
        }
        return count
    }

    private func isTooOld(_ segment: ClosedSegment, now: Timestamp?) -> Bool {
        guard let now, let maxAge else { return false }
        return now.milliseconds - segment.end.milliseconds > Int64(maxAge.milliseconds)
    }
}
