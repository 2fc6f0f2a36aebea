import CoreMetrics
import DecisionLog
import Server

/// Records what the decision log does, and its state when metrics are asked for.
final class LogMetrics: Sendable {
    private typealias Name = MetricCatalogue.Name

    private let records: Counter
    private let bytes: Counter
    private let commitDuration: Timer
    private let commitRecords: Recorder
    private let writeFailures: Counter
    private let checkpoints: (written: Counter, failed: Counter)
    private let rotations: (done: Counter, failed: Counter)
    private let compressions: (done: Counter, failed: Counter)
    private let writable: Gauge
    private let queueRecords: Gauge
    private let queueBytes: Gauge
    private let lag: Gauge

    init(_ registry: MetricRegistry) {
        records = Counter(label: Name.logRecords, factory: registry)
        bytes = Counter(label: Name.logBytes, factory: registry)
        commitDuration = Timer(label: Name.logCommitDuration, factory: registry)
        commitRecords = Recorder(label: Name.logCommitRecords, factory: registry)
        writeFailures = Counter(label: Name.logWriteFailures, factory: registry)
        func checkpoints(_ result: String) -> Counter {
            Counter(label: Name.logCheckpoints, dimensions: [("result", result)], factory: registry)
        }
        self.checkpoints = (checkpoints("written"), checkpoints("failed"))
        func rotations(_ result: String) -> Counter {
            Counter(label: Name.logRotations, dimensions: [("result", result)], factory: registry)
        }
        self.rotations = (rotations("rotated"), rotations("failed"))
        func compressions(_ result: String) -> Counter {
            Counter(label: Name.logCompressions, dimensions: [("result", result)], factory: registry)
        }
        self.compressions = (compressions("compressed"), compressions("failed"))
        writable = Gauge(label: Name.logWritable, factory: registry)
        queueRecords = Gauge(label: Name.logQueueRecords, factory: registry)
        queueBytes = Gauge(label: Name.logQueueBytes, factory: registry)
        lag = Gauge(label: Name.logLag, factory: registry)
    }

    func record(_ event: DecisionLog.Event) {
        switch event {
        case .committed(let count, let size, let duration):
            records.increment(by: count)
            bytes.increment(by: size)
            commitDuration.recordNanoseconds(duration.wholeNanoseconds)
            commitRecords.record(count)
        case .failed:
            writeFailures.increment()
        case .checkpoint(let isWritten):
            (isWritten ? checkpoints.written : checkpoints.failed).increment()
        case .rotated:
            rotations.done.increment()
        case .rotationFailed:
            rotations.failed.increment()
        case .compressed(let isDone):
            (isDone ? compressions.done : compressions.failed).increment()
        }
    }

    func refresh(_ log: DecisionLog) {
        writable.record(log.health == .writable ? 1 : 0)
        let queue = log.queue
        queueRecords.record(queue.records)
        queueBytes.record(queue.bytes)
        lag.record(Double(queue.oldestAge.wholeNanoseconds) / 1e9)
    }
}
