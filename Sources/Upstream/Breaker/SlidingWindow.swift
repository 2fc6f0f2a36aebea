/// How many calls succeeded and failed of late: counts in slices of time, of which the oldest drops out as time goes on.
struct SlidingWindow: Sendable {
    static let slices = 10

    private struct Slice {
        var number: Int64 = -1
        var successes = 0
        var failures = 0
    }

    private let origin: ContinuousClock.Instant
    private let slice: Duration
    private var counts = [Slice](repeating: Slice(), count: Self.slices)

    /// - Parameter length: the time looked back on, to a slice exactly.
    init(length: Duration, origin: ContinuousClock.Instant) {
        self.origin = origin
        self.slice = max(.milliseconds(1), length / Self.slices)
    }

    mutating func add(success: Bool, now: ContinuousClock.Instant) {
        let number = number(at: now)
        let index = Int(number % Int64(Self.slices))
        if counts[index].number != number { counts[index] = Slice(number: number) }
        if success { counts[index].successes += 1 } else { counts[index].failures += 1 }
    }

    func totals(now: ContinuousClock.Instant) -> (calls: Int, failures: Int) {
        let oldest = number(at: now) - Int64(Self.slices) + 1
        var totals = (calls: 0, failures: 0)
        for slice in counts where slice.number >= oldest {
            totals.calls += slice.successes + slice.failures
            totals.failures += slice.failures
        }
        return totals
    }

    private func number(at now: ContinuousClock.Instant) -> Int64 {
        Int64(max(0, (now - origin) / slice))
    }
}
