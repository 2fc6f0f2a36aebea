import CoreMetrics
import Decisions
import FoundationEssentials
import Policy
import Server

/// How the loads of policies went, and what challengers would have decided.
final class PolicyMetrics: Sendable {
    private typealias Name = MetricCatalogue.Name

    /// One directory's.
    private struct Loads: Sendable {
        let directory: PolicyDirectory
        let good: GrowingCount
        let refused: GrowingCount
        let loadedAt: Gauge
        let isRefused: Gauge
    }

    private let policies: PolicyReloader
    private let decisions: DecisionService
    private let loads: [Loads]
    private let trials: [(ChallengerCounts.Pair, GrowingCount)]
    private let gaps: [(TrialGap, GrowingCount)]

    init(_ registry: MetricRegistry, policies: PolicyReloader, decisions: DecisionService) {
        func counter(_ name: String, _ labels: [(String, String)]) -> GrowingCount {
            GrowingCount(Counter(label: name, dimensions: labels, factory: registry))
        }
        self.policies = policies
        self.decisions = decisions
        loads = policies.directories.map { directory in
            let role = [("role", directory.role.rawValue)]
            return Loads(
                directory: directory, good: counter(Name.policyLoads, role + [("result", "loaded")]),
                refused: counter(Name.policyLoads, role + [("result", "refused")]),
                loadedAt: Gauge(label: Name.policyLoaded, dimensions: role, factory: registry),
                isRefused: Gauge(label: Name.policyRefused, dimensions: role, factory: registry))
        }
        let actions = [Action.allow, .review, .block]
        trials = actions.flatMap { decided in
            actions.map { challenger in
                let labels = [("outcome", decided.rawValue), ("challenger", challenger.rawValue)]
                return (.init(decided: decided, challenger: challenger), counter(Name.challengerDecisions, labels))
            }
        }
        gaps = TrialGap.allCases.map { ($0, counter(Name.challengerMissing, [("reason", $0.rawValue)])) }
    }

    /// The events that have a policy now.
    var events: [String] { policies.store.current.policies.events }

    func refresh() {
        for load in loads {
            let health = load.directory.health
            load.good.grow(to: Int64(health.loads))
            load.refused.grow(to: Int64(health.refusedLoads))
            load.loadedAt.record(health.loadedAt?.timeIntervalSince1970 ?? 0)
            load.isRefused.record(health.refusal == nil ? 0 : 1)
        }
        let counts = decisions.challenger.counts.snapshot
        for (pair, count) in trials { count.grow(to: Int64(counts.trials[pair] ?? 0)) }
        for (gap, count) in gaps { count.grow(to: Int64(counts.gaps[gap] ?? 0)) }
    }
}
