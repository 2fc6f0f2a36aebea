import CoreMetrics
import Server
import Synchronization

/// The process's own figures, as they are when metrics are asked for.
final class ProcessMetrics: Sendable {
    private typealias Name = MetricCatalogue.Name

    private let cpu: FloatingPointCounter
    private let countedCPUSeconds = Mutex(0.0)
    private let residentMemory: Gauge
    private let virtualMemory: Gauge
    private let openFDs: Gauge
    private let maxFDs: Gauge
    private let threads: Gauge
    private let startTime: Gauge

    init(_ registry: MetricRegistry) {
        cpu = FloatingPointCounter(label: Name.cpu, factory: registry)
        residentMemory = Gauge(label: Name.residentMemory, factory: registry)
        virtualMemory = Gauge(label: Name.virtualMemory, factory: registry)
        openFDs = Gauge(label: Name.openFDs, factory: registry)
        maxFDs = Gauge(label: Name.maxFDs, factory: registry)
        threads = Gauge(label: Name.threads, factory: registry)
        startTime = Gauge(label: Name.startTime, factory: registry)
    }

    func refresh() {
        guard let figures = ProcessFigures.read() else { return }
        countedCPUSeconds.withLock { counted in
            guard figures.cpuSeconds > counted else { return }
            cpu.increment(by: figures.cpuSeconds - counted)
            counted = figures.cpuSeconds
        }
        residentMemory.record(figures.residentBytes)
        virtualMemory.record(figures.virtualBytes)
        openFDs.record(figures.openFDs)
        maxFDs.record(figures.maxFDs.map { Double($0) } ?? .infinity)
        threads.record(figures.threads)
        startTime.record(figures.startSeconds)
    }
}
