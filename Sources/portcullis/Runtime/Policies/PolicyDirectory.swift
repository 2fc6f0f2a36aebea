import Decisions
import Foundation
import Policy
import Synchronization

/// One directory of policies that is watched, and how its loads went.
final class PolicyDirectory: Sendable {
    /// What its policies are for.
    enum Role: String, Sendable {
        /// They decide.
        case policy
        /// They are tried on the same evidence, without effect.
        case challenger
    }

    private struct State {
        var watch: PolicyWatch
        var health = PolicyHealth()
    }

    let role: Role
    let path: String
    private let state: Mutex<State>

    /// - Parameter first: what was found there at the start.
    init(_ role: Role, path: String, first: PolicyCandidate, at time: Date) {
        self.role = role
        self.path = path
        var state = State(watch: PolicyWatch(loaded: first.files))
        switch first.result {
        case .success: state.health.loaded(at: time)
        case .failure(let error): state.health.refused(error.summary, at: time)
        }
        self.state = Mutex(state)
    }

    var health: PolicyHealth { state.withLock(\.health) }

    /// What to look at to see a change.
    var files: FileStates { state.withLock(\.watch.files) }

    func isDue(_ seen: FileStates) -> Bool { state.withLock { $0.watch.isDue(seen) } }

    func loadBegins(at time: Date) { state.withLock { $0.health.loadBegins(at: time) } }

    func loaded(_ candidate: PolicyCandidate, at time: Date) {
        state.withLock {
            $0.watch.tried(candidate.files)
            $0.health.loaded(at: time)
        }
    }

    /// - Parameter candidate: nil if it is to be tried again though no file changes.
    /// - Returns: whether that wasn't known before.
    func refused(_ reason: String, _ candidate: PolicyCandidate?, at time: Date) -> Bool {
        state.withLock {
            if let candidate {
                $0.watch.tried(candidate.files)
            } else if $0.health.refusal == reason {
                $0.health.loadEnds()
                return false
            }
            $0.health.refused(reason, at: time)
            return true
        }
    }
}

extension PolicyLoadError {
    /// The first of the mistakes in one line, and how many more there are, for the service's log and for readyz, which everybody may read.
    var summary: String {
        let more = problems.count + omitted - 1
        let first = problems.first.map { "\($0.place): \($0.discreetText)" } ?? ""
        return more > 0 ? "\(first); and \(more) more" : first
    }
}
