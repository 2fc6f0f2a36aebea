import Policy
import Synchronization

/// What challengers would have decided since the start, in plain numbers.
package final class ChallengerCounts: Sendable {
    package struct Snapshot: Sendable, Equatable {
        /// Trials by what was decided and what the challenger would have decided.
        package fileprivate(set) var trials: [Pair: Int] = [:]
        /// Trials that were given up, for want of time.
        package fileprivate(set) var abandoned = 0

        package var same: Int { trials.reduce(0) { $0 + ($1.key.decided == $1.key.challenger ? $1.value : 0) } }
        package var different: Int { trials.values.reduce(0, +) - same }
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

    /// - Parameter challenger: nil if it was given up.
    func add(decided: Action, challenger: Action?) {
        counts.withLock {
            guard let challenger else {
                $0.abandoned += 1
                return
            }
            $0.trials[Pair(decided: decided, challenger: challenger), default: 0] += 1
        }
    }
}
