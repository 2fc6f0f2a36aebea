import Foundation

/// Tells instants of the monotonic clock as nanoseconds since 1970, by what the wall clock says now.
struct SpanClock: Sendable {
    private let instant: ContinuousClock.Instant
    private let wall: Int64

    init(now: Date = Date(), instant: ContinuousClock.Instant = .now) {
        self.instant = instant
        // Clamped, so that a clock that is far off fails nothing.
        wall = Int64(max(0, min(now.timeIntervalSince1970, 9_000_000_000)) * 1e9)
    }

    func nanoseconds(_ time: ContinuousClock.Instant) -> UInt64 {
        UInt64(clamping: wall.addingReportingOverflow((time - instant).wholeNanoseconds).partialValue)
    }
}
