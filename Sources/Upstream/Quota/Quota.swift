/// A vendor's limit of calls a minute for one key: in no 60 seconds are there more.
///
/// Exact for every such span, wherever the vendor's own window begins: the times of the last calls are kept, and a
/// call has to be a minute later than that which came as many before. A value without a clock: the caller passes the
/// time.
struct Quota: Sendable {
    enum Priority: Sendable {
        /// Somebody waits for the answer.
        case interactive
        /// Nobody does: takes none of the last fifth, and never waits.
        case background
    }

    static let window = Duration.seconds(60)

    let maxCalls: Int
    /// The last `maxCalls` calls' times, from `oldest` on around; in order.
    private var times: [ContinuousClock.Instant] = []
    private var oldest = 0

    /// - Parameter maxCalls: 1 to 100,000, a minute; what is beyond is taken for the nearest.
    init(maxCalls: Int) {
        self.maxCalls = min(max(1, maxCalls), 100_000)
    }

    /// Reserves a call. A reservation counts even if no call comes of it: the vendor's count may never be the higher.
    ///
    /// - Parameter latest: no reservation is made for later than this.
    /// - Returns: when the call may be made, `now` or later; nil if that is too late.
    mutating func reserve(
        now: ContinuousClock.Instant, latest: ContinuousClock.Instant, priority: Priority
    ) -> ContinuousClock.Instant? {
        switch priority {
        case .interactive:
            let time = time(ofNext: 1, now: now)
            guard time <= latest else { return nil }
            return take(time)
        case .background:
            guard time(ofNext: 1 + maxCalls / 5, now: now) <= now else { return nil }
            return take(now)
        }
    }

    /// How many calls could be made now.
    func left(now: ContinuousClock.Instant) -> Int {
        // In order from the oldest on, so that those that don't count any more come first.
        var (low, high) = (0, times.count)
        while low < high {
            let middle = (low + high) / 2
            if times[(oldest + middle) % times.count] + Self.window <= now { low = middle + 1 } else { high = middle }
        }
        return maxCalls - times.count + low
    }

    /// From when on so many calls more would be allowed.
    private func time(ofNext count: Int, now: ContinuousClock.Instant) -> ContinuousClock.Instant {
        let unused = maxCalls - times.count
        guard count > unused else { return now }
        let index = (oldest + min(count, maxCalls) - unused - 1) % times.count
        return max(now, times[index] + Self.window)
    }

    private mutating func take(_ time: ContinuousClock.Instant) -> ContinuousClock.Instant {
        if times.count < maxCalls {
            times.append(time)
        } else {
            times[oldest] = time
            oldest = (oldest + 1) % maxCalls
        }
        return time
    }
}
