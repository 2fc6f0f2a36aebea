/// Counts calls in windows of a minute. Only reported in headers, never enforced: a load test must not end after 600
/// calls.
struct RateWindow: Sendable {
    /// Tripwire's documented limit. Its window isn't documented.
    static let limit = 600

    private var start: ContinuousClock.Instant
    private var count = 0

    init(start: ContinuousClock.Instant) { self.start = start }

    /// Counts a call and returns how many are left in its window, at least 0.
    mutating func take(at now: ContinuousClock.Instant) -> Int {
        if now - start >= .seconds(60) {
            start = now
            count = 0
        }
        count += 1
        return max(Self.limit - count, 0)
    }
}
