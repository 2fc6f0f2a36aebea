import CoreMetrics
import Curl
import Providers
import Server
import Synchronization
import Upstream

/// Records the requests to one vendor.
final class AttemptMetrics: Sendable {
    private typealias Name = MetricCatalogue.Name

    private struct Ending: Hashable {
        let kind: String
        let cause: String
    }

    private let registry: MetricRegistry
    private let provider: String
    private let attempts = Mutex<[Ending: Counter]>([:])
    private let newConnections: Counter
    private let reusedConnections: Counter
    private let total: Timer
    private let queued: Timer
    private let nameLookup: Timer
    private let connect: Timer
    private let tls: Timer
    private let firstByte: Timer

    init(_ registry: MetricRegistry, provider: ProviderName) {
        let name = provider.rawValue
        self.registry = registry
        self.provider = name
        func connections(_ state: String) -> Counter {
            Counter(label: Name.connections, dimensions: [("provider", name), ("state", state)], factory: registry)
        }
        (newConnections, reusedConnections) = (connections("new"), connections("reused"))
        func phase(_ phase: String) -> Timer {
            Timer(label: Name.attemptDuration, dimensions: [("provider", name), ("phase", phase)], factory: registry)
        }
        total = phase("total")
        queued = phase("queued")
        nameLookup = phase("name_lookup")
        connect = phase("connect")
        tls = phase("tls")
        firstByte = phase("first_byte")
        _ = counter(Ending(kind: Attempt.Kind.first.rawValue, cause: Cause.ok.rawValue))
    }

    func record(_ attempt: Attempt) {
        counter(Ending(kind: attempt.kind.rawValue, cause: attempt.causeText)).increment()
        total.recordNanoseconds(attempt.duration.wholeNanoseconds)
        if let isReused = attempt.connectionReused { (isReused ? reusedConnections : newConnections).increment() }
        guard let timings = attempt.timings else { return }
        queued.recordNanoseconds(timings.queued.wholeNanoseconds)
        // A phase that there was no need of is none.
        for (timer, duration) in [
            (nameLookup, timings.nameLookup), (connect, timings.connect), (tls, timings.tls),
            (firstByte, timings.firstByte),
        ] where duration > .zero {
            timer.recordNanoseconds(duration.wholeNanoseconds)
        }
    }

    private func counter(_ ending: Ending) -> Counter {
        attempts.withLock { known in
            if let counter = known[ending] { return counter }
            let counter = Counter(
                label: Name.attempts,
                dimensions: [("provider", provider), ("kind", ending.kind), ("cause", ending.cause)],
                factory: registry)
            known[ending] = counter
            return counter
        }
    }
}

extension Attempt {
    /// How it ended, also if it was given up, in words for labels and lines.
    var causeText: String { cause?.rawValue ?? "given_up" }
}
