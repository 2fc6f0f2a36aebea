import CoreMetrics
import Synchronization

/// A counter of what somebody else counts.
final class GrowingCount: Sendable {
    private let counter: Counter
    private let known = Mutex<Int64>(0)

    init(_ counter: Counter) { self.counter = counter }

    /// Counts what has come since the last time.
    func grow(to count: Int64) {
        known.withLock { known in
            guard count > known else { return }
            counter.increment(by: count - known)
            known = count
        }
    }
}
