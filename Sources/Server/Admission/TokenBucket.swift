/// A limit of so many a minute, all of them at once at the most, and then as they come back one by one.
///
/// Kept as the time at which the bucket would be full again (the generic cell rate algorithm), so that nothing has to
/// fill it. A value without a clock: the caller passes the time.
struct TokenBucket: Sendable {
    private static let window = Duration.seconds(60)

    let perMinute: Int
    private let interval: Duration
    /// Never more than what is taken at once after it was full.
    private var fullAt: ContinuousClock.Instant

    /// - Parameter perMinute: 1 or more; what is below is taken for 1.
    init(perMinute: Int, now: ContinuousClock.Instant) {
        self.perMinute = max(1, perMinute)
        interval = Self.window / self.perMinute
        fullAt = now
    }

    /// Takes so many at once, or none.
    ///
    /// What exceeds the whole bucket is let through when it is full, and paid for by whoever comes next: it would never
    /// be otherwise.
    ///
    /// - Returns: nil if they are taken, else when to try again.
    mutating func take(_ count: Int = 1, now: ContinuousClock.Instant) -> Duration? {
        let emptiedUntil = max(fullAt, now)
        let needed = min(count, perMinute)
        let early = (emptiedUntil - now) + interval * needed - interval * perMinute
        guard early <= .zero else { return early }
        fullAt = emptiedUntil + interval * min(count, Self.maxCount)
        return nil
    }

    /// Of a count nobody asks for, so that no product exceeds a duration.
    private static let maxCount = 1_000_000
}
