/// How long our own part of a decision takes at the moment: what comes after the vendors' answers, the log's commit above
/// all. A request that has less time left than that can't be answered by its deadline, whatever the vendors do.
///
/// A value of eight bytes, so that all threads share one without a lock; of two updates at once one may be lost, which
/// changes little. Without a clock: the caller passes the time.
struct OwnTime: RawRepresentable, Sendable, Equatable {
    /// So long after the last, one request is let through to see whether it has become better.
    static let probeMilliseconds: UInt32 = 250

    private var averageMicroseconds: UInt32
    /// Milliseconds since the start, which begin anew after 49 days.
    private var probedAt: UInt32

    init() { self.init(rawValue: 0) }

    init(rawValue: UInt64) {
        averageMicroseconds = UInt32(truncatingIfNeeded: rawValue >> 32)
        probedAt = UInt32(truncatingIfNeeded: rawValue)
    }

    var rawValue: UInt64 { UInt64(averageMicroseconds) << 32 | UInt64(probedAt) }

    var expected: Duration { .microseconds(Int64(averageMicroseconds)) }

    /// Takes in what one decision took. One that took long says little, as disks stall now and then; one that didn't
    /// says that it is over.
    mutating func measured(_ duration: Duration) {
        let sample = UInt32(clamping: Int64(max(.zero, min(duration, .seconds(3600))) / .microseconds(1)))
        if sample > averageMicroseconds {
            averageMicroseconds += max(1, (sample - averageMicroseconds) / 8)
        } else {
            averageMicroseconds -= (averageMicroseconds - sample + 1) / 2
        }
    }

    /// Whether a request with so much time left is to be let through. Takes the probe, if it is one.
    ///
    /// - Parameter now: in milliseconds since the start.
    mutating func admits(timeLeft: Duration, now: UInt32) -> Bool {
        guard timeLeft <= expected else { return true }
        guard timeLeft > .zero, now &- probedAt >= Self.probeMilliseconds else { return false }
        probedAt = now
        return true
    }
}
