import DecisionLog
import Policy
import Synchronization

/// Tries other policies on decisions' evidence once those are on the log, and puts on the log too what they would have
/// decided. Nothing of that is on an answer's way but a place in a queue.
package final class Challenger: Sendable {
    /// Of the records that hold what challengers would have decided.
    package static let recordType = "portcullis.challenger.v1"
    /// What is evaluated at once, and recorded together.
    private static let maxBatch = 256
    /// Ends a batch before that.
    private static let maxBatchBytes = 256 * 1024
    /// A second's worth of a thousand decisions a second. Beyond, or where decisions are made faster than a challenger
    /// evaluates, some aren't tried.
    private static let maxWaiting = 1024
    private static let maxWaitingBytes = 64 << 20

    package let counts = ChallengerCounts()
    private let queue: TrialQueue
    private let log: DecisionLog
    /// Whether the log hasn't answered for the last results.
    private let isRecording = Atomic(false)

    init(log: DecisionLog, maxWaiting: Int = maxWaiting, maxWaitingBytes: Int = maxWaitingBytes) {
        self.log = log
        queue = TrialQueue(
            batch: Self.maxBatch, maxTrials: maxWaiting, maxMemoryBytes: maxWaitingBytes, counts: counts)
    }

    /// A value each time that a batch waits, or that somebody has asked for.
    package var wakeups: AsyncStream<Void> { queue.wakeups }

    package func wake() { queue.wake() }

    /// Whether there is something to do. What can't be recorded keeps waiting, and is no burden on a log that can't be written.
    package var hasWork: Bool { !isRecording.load(ordering: .acquiring) && canFinish }

    /// The same for the last results of a run, which don't wait for those before them.
    package var canFinish: Bool { !queue.isEmpty && log.health == .writable }

    /// To be called once the decision is on the log.
    func add(_ trial: Trial) { queue.add(trial) }

    /// Evaluates a batch of what waits, the oldest first. Takes as long as the policies take: it is for a thread of its own.
    ///
    /// - Parameter deadline: nothing is begun after it.
    package func evaluate(until deadline: ContinuousClock.Instant) -> TrialResults {
        var results = TrialResults()
        while results.count < Self.maxBatch, results.bytes < Self.maxBatchBytes, .now < deadline,
            let trial = queue.next()
        {
            let verdict = trial.policy.evaluate(trial.evidence)
            counts.add(decided: trial.decided, challenger: verdict.decision)
            results.add(trial, verdict)
        }
        results.add(queue.takeGaps())
        return results
    }

    /// Hands results to the log, and doesn't wait for it. What it can't take is counted, and told with the next.
    package func record(_ results: TrialResults) {
        let blocks = results.blocks
        isRecording.store(true, ordering: .releasing)
        log.append(blocks.map { $0.record() }) { [self] outcomes in
            for case (let block, .failure) in zip(blocks, outcomes) {
                counts.add(block.results, .notLogged)
                var gaps = block.gaps
                if block.results > 0 { gaps.counts[.notLogged, default: 0] += block.results }
                queue.putBack(gaps)
            }
            isRecording.store(false, ordering: .releasing)
            queue.wakeIfFull()
        }
    }

    /// None of what waits is evaluated any more.
    package func giveUp() { queue.giveUp() }
}
