import Policy
import Synchronization

/// What challengers would have decided since the start, in plain numbers.
package final class ChallengerCounts: Sendable {
    package struct Snapshot: Sendable, Equatable {
        /// Trials by what was decided and what the challenger would have decided.
        package fileprivate(set) var trials: [Pair: Int] = [:]
        /// Decisions of which the log has no result, by why.
        package fileprivate(set) var gaps: [TrialGap: Int] = [:]
    }

    package struct Pair: Sendable, Hashable {
        package let decided: Action
        package let challenger: Action

        package init(decided: Action, challenger: Action) {
            self.decided = decided
            self.challenger = challenger
        }
    }

    private let counts = Mutex(Snapshot())

    package var snapshot: Snapshot { counts.withLock { $0 } }

    func add(decided: Action, challenger: Action) {
        counts.withLock { $0.trials[Pair(decided: decided, challenger: challenger), default: 0] += 1 }
    }

    func add(_ count: Int, _ gap: TrialGap) {
        counts.withLock { $0.gaps[gap, default: 0] += count }
    }
}
