import Dispatch
import Synchronization

/// The bounded queue between callers and the writer's thread, and what callers see of the writer's state.
///
/// The lock is held for a few instructions only, never across a system call or an await.
final class Inbox: Sendable {
    /// What the writer is to do next.
    enum Work {
        case records
        case rotation
        case timedOut
        case closing
    }

    /// Who waits for the end; gets whether it came.
    typealias Closer = CheckedContinuation<Bool, Never>

    /// Who waits for a rotation.
    typealias Rotator = CheckedContinuation<Result<Void, DecisionLogError>, Never>

    private let state: Mutex<InboxState>
    private let wakeUp = DispatchSemaphore(value: 0)

    init(maxRecords: Int, maxBytes: Int) {
        state = Mutex(InboxState(maxRecords: maxRecords, maxBytes: maxBytes))
    }

    var queue: DecisionLog.Queue { state.withLock { $0.queue(now: .now()) } }

    var outage: Outage? { state.withLock { $0.outage } }

    /// Queues a record, or says why not; then it is the caller's to settle.
    func submit(_ pending: PendingRecord) -> DecisionLogError? {
        let (refusal, wakes) = state.withLock { state -> (DecisionLogError?, Bool) in
            let refusal = state.admit(pending)
            return (refusal, refusal == nil && state.wakeWriter())
        }
        if wakes { wakeUp.signal() }
        return refusal
    }

    /// Queues records so that the writer finds all of them at once. Those that aren't taken are settled.
    func submit(_ group: [PendingRecord]) {
        let (refused, wakes) = state.withLock { state -> ([(PendingRecord, DecisionLogError)], Bool) in
            let refused = group.compactMap { pending in state.admit(pending).map { (pending, $0) } }
            return (refused, refused.count < group.count && state.wakeWriter())
        }
        if wakes { wakeUp.signal() }
        for (pending, refusal) in refused { pending.settle(.failure(refusal)) }
    }

    /// Ends the taking of records; `closer` is resumed with true when the writer is through and the directory is free, or with false at
    /// the limit.
    func close(_ closer: Closer?, limit: DispatchTimeInterval? = nil) {
        let (number, wakes) = state.withLock { state -> (Int?, Bool) in
            let number = state.close(closer)
            return (number, number != nil && state.wakeWriter())
        }
        if wakes { wakeUp.signal() }
        guard let number else {
            closer?.resume(returning: true)
            return
        }
        guard let limit else { return }
        DispatchQueue.global().asyncAfter(deadline: .now() + limit) { [self] in
            state.withLock { $0.giveUpClosing(number) }?.resume(returning: false)
        }
    }
}

// Rotation.
extension Inbox {
    /// Asks the writer for a new segment; `rotator` is resumed when there is one.
    func rotate(_ rotator: Rotator) {
        let (isKept, wakes) = state.withLock { state -> (Bool, Bool) in
            let isKept = state.requestRotation(rotator)
            return (isKept, isKept && state.wakeWriter())
        }
        if wakes { wakeUp.signal() }
        if !isKept { rotator.resume(returning: .failure(.closed)) }
    }

    /// The writer has rotated, or couldn't: resumes all who wait for that.
    func rotated(_ result: Result<Void, DecisionLogError>) {
        for rotator in state.withLock({ $0.rotated() }) { rotator.resume(returning: result) }
    }
}

// The writer's side.
extension Inbox {
    /// Blocks until there is work, or until `deadline`. `batch` is handed in empty and its storage becomes the queue's, so that
    /// two arrays go to and fro instead of being allocated for each batch.
    ///
    /// - Parameter gatherTime: how long, once, records that are there may wait for those that are expected.
    func take(
        into batch: inout [PendingRecord], deadline: DispatchTime?, gatherTime: DispatchTimeInterval
    ) -> Work {
        var isGathered = false
        while true {
            if !isGathered, state.withLock({ $0.startGathering() }) {
                isGathered = true
                if wakeUp.wait(timeout: .now() + gatherTime) == .timedOut { state.withLock { $0.writerWokeByItself() } }
            }
            if let work = state.withLock({ $0.take(into: &batch) }) { return work }
            // A signal that comes just after the time-out stays in the semaphore and costs one turn of this loop later.
            if wakeUp.wait(timeout: deadline ?? .distantFuture) == .timedOut {
                state.withLock { $0.writerWokeByItself() }
                return .timedOut
            }
        }
    }

    /// Gives the places of written or failed records back. To be called before their callers are resumed, who may come again.
    func finish(records: Int, bytes: Int) {
        state.withLock { $0.finish(records: records, bytes: bytes) }
    }

    /// Appends that got `.notWritable` since the outage began.
    var refused: UInt64 { state.withLock { $0.refused } }

    /// A batch of `records` failed: the outage begins or goes on. To be called before its callers are resumed.
    func fail(records: Int, outage: Outage) {
        state.withLock { $0.fail(records: records, outage: outage) }
    }

    func endOutage() {
        state.withLock { $0.endOutage() }
    }

    /// The writer has ended: resumes all who wait for that.
    func closed() {
        for closer in state.withLock({ $0.closed() }) { closer.resume(returning: true) }
    }
}
