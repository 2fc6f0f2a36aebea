import Synchronization

/// How many decisions a minute one caller may ask for, over all its connections.
final class CallerLimit: Sendable {
    private let bucket: Mutex<TokenBucket>

    /// - Parameter perMinute: nil comes of 0, which stands for no limit.
    init?(perMinute: Int) {
        guard perMinute > 0 else { return nil }
        bucket = Mutex(TokenBucket(perMinute: perMinute, now: .now))
    }

    /// - Returns: nil if they may be asked for, else when to try again.
    func take(_ count: Int) -> Duration? {
        let now = ContinuousClock.now
        return bucket.withLock { $0.take(count, now: now) }
    }
}
