import Policy
import Synchronization

/// What waits for a trial. Bounded: what finds no room isn't tried, which is counted and told in the next record.
final class TrialQueue: Sendable {
    private struct State {
        var waiting: [Trial] = []
        var memoryBytes = 0
        var gaps = TrialGaps()
    }

    /// Yields when so many wait that it is worth a record.
    let wakeups: AsyncStream<Void>
    private let wakeup: AsyncStream<Void>.Continuation
    private let batch: Int
    private let maxTrials: Int
    private let maxMemoryBytes: Int
    private let counts: ChallengerCounts
    private let state = Mutex(State())

    init(batch: Int, maxTrials: Int, maxMemoryBytes: Int, counts: ChallengerCounts) {
        self.batch = batch
        self.maxTrials = maxTrials
        self.maxMemoryBytes = maxMemoryBytes
        self.counts = counts
        (wakeups, wakeup) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    var isEmpty: Bool { state.withLock { $0.waiting.isEmpty && $0.gaps.isEmpty } }

    /// On the way of an answer: it takes a lock for a moment, and once a batch wakes who evaluates.
    func add(_ trial: Trial) {
        let waiting = state.withLock { state -> Int? in
            guard state.waiting.count < maxTrials, state.memoryBytes + trial.memoryBytes <= maxMemoryBytes else {
                state.gaps.add(.queueFull, of: trial.policy)
                return nil
            }
            state.waiting.append(trial)
            state.memoryBytes += trial.memoryBytes
            return state.waiting.count
        }
        if waiting == nil { counts.add(1, .queueFull) }
        if waiting == batch { wakeup.yield() }
    }

    func wake() { wakeup.yield() }

    /// Wakes if a batch waits.
    func wakeIfFull() {
        if state.withLock({ $0.waiting.count }) >= batch { wakeup.yield() }
    }

    /// The oldest.
    func next() -> Trial? {
        state.withLock { state in
            guard !state.waiting.isEmpty else { return nil }
            let trial = state.waiting.removeFirst()
            state.memoryBytes -= trial.memoryBytes
            return trial
        }
    }

    /// The gaps since they were last taken; whoever takes them records them.
    func takeGaps() -> TrialGaps {
        state.withLock { state in
            defer { state.gaps = TrialGaps() }
            return state.gaps
        }
    }

    /// To be told with the next record.
    func putBack(_ entry: TrialGaps.Entry) { state.withLock { $0.gaps.add(entry) } }

    /// None of what waits will be tried.
    func giveUp() {
        let given = state.withLock { state in
            for trial in state.waiting { state.gaps.add(.stopped, of: trial.policy) }
            defer { (state.waiting, state.memoryBytes) = ([], 0) }
            return state.waiting.count
        }
        counts.add(given, .stopped)
    }
}
