import CoreMetrics
import DecisionLog
import Decisions
import Policy
import Providers
import Server
import Synchronization
import Upstream

/// Records decisions. The handles are held, so that a decision from the cache costs a few additions and no search
/// but that for its event.
final class DecisionMetrics: Sendable {
    private typealias Name = MetricCatalogue.Name

    /// The counters of one event.
    private struct Outcomes: Sendable {
        private let counters: [(whole: Counter, degraded: Counter)]

        init(event: String, registry: MetricRegistry) {
            func counter(_ outcome: Action, _ isDegraded: Bool) -> Counter {
                Counter(
                    label: Name.decisions,
                    dimensions: [("event", event), ("outcome", outcome.rawValue), ("degraded", "\(isDegraded)")],
                    factory: registry)
            }
            counters = [Action.allow, .review, .block].map { (counter($0, false), counter($0, true)) }
        }

        func counter(_ outcome: Action, isDegraded: Bool) -> Counter {
            let pair =
                switch outcome {
                case .allow: counters[0]
                case .review: counters[1]
                case .block: counters[2]
                }
            return isDegraded ? pair.degraded : pair.whole
        }
    }

    private let registry: MetricRegistry
    /// By event, of those that were decided. Bounded, as each has a policy.
    private let outcomes = Mutex<[String: Outcomes]>([:])
    private let cacheHits: [ProviderName: Counter]
    /// All other ways to get a vendor's facts, by their labels.
    private let fetches = Mutex<[[String]: Counter]>([:])
    private let whole: Timer
    private let gather: Timer
    private let policy: Timer
    private let log: Timer

    init(_ registry: MetricRegistry, providers: [ProviderName]) {
        self.registry = registry
        cacheHits = Dictionary(
            providers.map { ($0, Self.fetches($0, .cache, .ok, registry)) }, uniquingKeysWith: { first, _ in first })
        whole = Timer(label: Name.decisionDuration, factory: registry)
        func phase(_ name: String) -> Timer {
            Timer(label: Name.phaseDuration, dimensions: [("phase", name)], factory: registry)
        }
        (gather, policy, log) = (phase("gather"), phase("policy"), phase("log"))
        for cause in Self.notLoggedCauses { _ = notLogged(cause) }
    }

    func record(_ report: DecisionReport) {
        gather.recordNanoseconds((report.gathered - report.start).wholeNanoseconds)
        policy.recordNanoseconds((report.decided - report.gathered).wholeNanoseconds)
        log.recordNanoseconds((report.end - report.decided).wholeNanoseconds)
        report.forEachFetch { fetch in
            if fetch.source == .cache, fetch.cause == .ok {
                cacheHits[fetch.provider]?.increment()
            } else {
                recordFetch(fetch)
            }
        }
        if let failure = report.failure {
            notLogged(Self.cause(failure)).increment()
        } else {
            whole.recordNanoseconds((report.end - report.start).wholeNanoseconds)
            outcomes(of: report.event).counter(report.outcome, isDegraded: report.isDegraded).increment()
        }
    }

    /// Has the counters of an event be there, at 0, before its first decision.
    func expect(event: String) { _ = outcomes(of: event) }

    private func outcomes(of event: String) -> Outcomes {
        outcomes.withLock { events in
            if let known = events[event] { return known }
            let new = Outcomes(event: event, registry: registry)
            events[event] = new
            return new
        }
    }

    private func recordFetch(_ fetch: DecisionReport.Fetch) {
        let labels = [fetch.provider.rawValue, fetch.source.rawValue, fetch.cause.rawValue]
        let counter = fetches.withLock { known in
            if let counter = known[labels] { return counter }
            let counter = Self.fetches(fetch.provider, fetch.source, fetch.cause, registry)
            known[labels] = counter
            return counter
        }
        counter.increment()
    }

    private static func fetches(
        _ provider: ProviderName, _ source: Fetched<Facts>.Source, _ cause: Cause, _ registry: MetricRegistry
    ) -> Counter {
        Counter(
            label: Name.fetches,
            dimensions: [("provider", provider.rawValue), ("source", source.rawValue), ("cause", cause.rawValue)],
            factory: registry)
    }

    private static let notLoggedCauses = ["overloaded", "not_writable", "record_too_large", "closed", "other"]

    private static func cause(_ error: DecisionLogError) -> String {
        switch error {
        case .overloaded: "overloaded"
        case .notWritable: "not_writable"
        case .recordTooLarge: "record_too_large"
        case .closed: "closed"
        default: "other"
        }
    }

    private func notLogged(_ cause: String) -> Counter {
        Counter(label: Name.decisionsNotLogged, dimensions: [("cause", cause)], factory: registry)
    }
}
