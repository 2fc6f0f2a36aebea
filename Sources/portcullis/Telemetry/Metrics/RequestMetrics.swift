import CoreMetrics
import Server
import Synchronization

/// Records HTTP requests.
final class RequestMetrics: Sendable {
    private struct Answer: Hashable {
        let route: String
        let status: Int
    }

    private static let decisions = "/v1/decisions"
    /// For paths where there is nothing: what callers ask for there is no label.
    private static let noRoute = "none"

    private let registry: MetricRegistry
    /// What nearly every request is.
    private let decided: Counter
    private let others = Mutex<[Answer: Counter]>([:])

    init(_ registry: MetricRegistry) {
        self.registry = registry
        decided = Self.counter(Answer(route: Self.decisions, status: 200), registry)
    }

    func record(_ route: String?, _ status: Int) {
        if status == 200, route == Self.decisions { return decided.increment() }
        // The router's word for a path that it hasn't.
        let answer = Answer(route: route.flatMap { $0.hasPrefix("/") ? $0 : nil } ?? Self.noRoute, status: status)
        let counter = others.withLock { known in
            if let counter = known[answer] { return counter }
            let counter = Self.counter(answer, registry)
            known[answer] = counter
            return counter
        }
        counter.increment()
    }

    private static func counter(_ answer: Answer, _ registry: MetricRegistry) -> Counter {
        Counter(
            label: MetricCatalogue.Name.requests,
            dimensions: [("route", answer.route), ("status", "\(answer.status)")], factory: registry)
    }
}
