import CoreMetrics
import Synchronization

/// How often values fell into each of a few fixed buckets. A duration counts in seconds.
///
/// One uncontended lock costs what two atomic additions would, and keeps buckets and sum of one mind.
final class HistogramSeries: TimerHandler, RecorderHandler {
    struct Snapshot {
        /// One a bucket, not cumulated; the last is that without bound.
        var counts: [UInt64]
        var sum: Double
    }

    let bounds: [Double]
    private let state: Mutex<Snapshot>

    init(bounds: [Double]) {
        self.bounds = bounds
        state = Mutex(Snapshot(counts: [UInt64](repeating: 0, count: bounds.count + 1), sum: 0))
    }

    var snapshot: Snapshot { state.withLock { $0 } }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        var bucket = 0
        while bucket < bounds.count, value > bounds[bucket] { bucket += 1 }
        state.withLock {
            $0.counts[bucket] &+= 1
            $0.sum += value
        }
    }
}
