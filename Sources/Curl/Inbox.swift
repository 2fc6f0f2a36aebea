import CCurl
import Synchronization

/// What callers and the client thread tell each other: calls and cancels in, the phase of the client's life, the
/// number of calls admitted.
final class Inbox: Sendable {
    enum Phase: Equatable {
        case running
        /// Nothing new; what was admitted goes on until then at the latest.
        case draining(until: ContinuousClock.Instant)
        /// Nothing new; what was admitted ends now.
        case aborting
        /// The thread has left its loop. `isFailure`: without having been told to.
        case stopped(isFailure: Bool)
    }

    /// What has come in since the last look.
    struct Batch {
        var submitted: [Call] = []
        var cancelled: [Call] = []
        var phase: Phase = .running
    }

    private struct State {
        var batch = Batch()
        /// As the thread knows it.
        var takenPhase = Phase.running
        var admitted = 0
        var stopWaiters: [CheckedContinuation<Bool, Never>] = []
        /// The address of the thread's multi handle while there is one; 0 otherwise.
        var multiAddress: UInt = 0
    }

    private let maxAdmitted: Int
    private let state = Mutex(State())

    /// - Parameter maxAdmitted: how many calls may be on their way at once, waiting ones included.
    init(maxAdmitted: Int) {
        self.maxAdmitted = maxAdmitted
    }

    // MARK: - For callers

    /// - Returns: why the call was refused; nil if it was taken.
    func submit(_ call: Call) -> CurlError.Code? {
        state.withLock { state in
            guard state.batch.phase == .running else { return .shutdown }
            guard state.admitted < maxAdmitted else { return .overloaded }
            state.admitted += 1
            state.batch.submitted.append(call)
            // The thread takes all there is at once: the first to put something in wakes it for all.
            if state.batch.submitted.count == 1 { Self.wake(state) }
            return nil
        }
    }

    /// Has the thread drop a call that has been finished. It may come before the call's submission: the thread starts
    /// no finished call.
    func cancel(_ call: Call) {
        state.withLock { state in
            if case .stopped = state.batch.phase { return }
            state.batch.cancelled.append(call)
            if state.batch.cancelled.count == 1 { Self.wake(state) }
        }
    }

    func drain(until limit: ContinuousClock.Instant) {
        state.withLock { state in
            guard state.batch.phase == .running else { return }
            state.batch.phase = .draining(until: limit)
            Self.wake(state)
        }
    }

    func abort() {
        state.withLock { state in
            if case .stopped = state.batch.phase { return }
            state.batch.phase = .aborting
            Self.wake(state)
        }
    }

    /// Waits until the thread has left its loop.
    ///
    /// - Returns: whether it left without having been told to.
    func stopped() async -> Bool {
        await withCheckedContinuation { continuation in
            let isFailure: Bool? = state.withLock { state in
                if case .stopped(let isFailure) = state.batch.phase { return isFailure }
                state.stopWaiters.append(continuation)
                return nil
            }
            if let isFailure { continuation.resume(returning: isFailure) }
        }
    }

    // MARK: - For the client thread

    /// Makes the multi handle known, so that it can be woken.
    func attach(_ multi: UnsafeMutableRawPointer) {
        state.withLock { $0.multiAddress = UInt(bitPattern: multi) }
    }

    /// Has to come before the multi handle is freed: nobody wakes it from here on.
    func detach() {
        state.withLock { $0.multiAddress = 0 }
    }

    func take() -> Batch {
        state.withLock { state in
            let batch = state.batch
            state.batch = Batch(phase: batch.phase)
            state.takenPhase = batch.phase
            return batch
        }
    }

    /// Whether nothing has come in since the last ``take()``.
    var isEmpty: Bool {
        state.withLock { $0.batch.submitted.isEmpty && $0.batch.cancelled.isEmpty && $0.batch.phase == $0.takenPhase }
    }

    /// Frees the places of so many calls. Comes before their tasks are resumed, who might ask again at once.
    func retire(_ count: Int) {
        state.withLock { $0.admitted -= count }
    }

    /// Ends the inbox for good and resumes who waits for that.
    ///
    /// - Returns: the calls that came in too late.
    func stop(isFailure: Bool) -> [Call] {
        let (left, waiters) = state.withLock { state in
            let left = state.batch.submitted
            let waiters = state.stopWaiters
            state.batch = Batch(phase: .stopped(isFailure: isFailure))
            state.stopWaiters = []
            return (left, waiters)
        }
        for waiter in waiters { waiter.resume(returning: isFailure) }
        return left
    }

    /// Sound because it runs under the lock that `detach` takes before the handle is freed, and because
    /// curl_multi_wakeup is the one call that libcurl allows from other threads.
    private static func wake(_ state: borrowing State) {
        guard let multi = UnsafeMutableRawPointer(bitPattern: state.multiAddress) else { return }
        curl_multi_wakeup(multi)
    }
}
