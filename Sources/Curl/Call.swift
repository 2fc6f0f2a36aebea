import Synchronization

/// One request on its way: what is asked, and who waits for the outcome.
///
/// Caller, canceller and client thread share it. Whoever finishes it first decides the outcome, so that the waiting
/// task is resumed exactly once, whatever the order.
final class Call: Sendable {
    typealias Outcome = Result<ReceivedResponse, CurlError>

    private enum State {
        case created
        case waiting(CheckedContinuation<Outcome, Never>)
        /// Finished before anyone waited: a cancel that came ahead of the start.
        case finishedEarly(Outcome)
        case finished
    }

    let request: PreparedRequest
    let deadline: ContinuousClock.Instant
    let creation: ContinuousClock.Instant
    private let state = Mutex<State>(.created)

    init(request: PreparedRequest, deadline: ContinuousClock.Instant, now: ContinuousClock.Instant) {
        self.request = request
        self.deadline = deadline
        self.creation = now
    }

    var isFinished: Bool {
        state.withLock {
            switch $0 {
            case .created, .waiting: false
            case .finishedEarly, .finished: true
            }
        }
    }

    /// Hands over the waiting task, once.
    ///
    /// - Returns: false if the call was finished already; the task has been resumed then and there is nothing to do.
    func wait(_ continuation: CheckedContinuation<Outcome, Never>) -> Bool {
        let early: Outcome? = state.withLock {
            guard case .finishedEarly(let outcome) = $0 else {
                $0 = .waiting(continuation)
                return nil
            }
            $0 = .finished
            return outcome
        }
        guard let early else { return true }
        continuation.resume(returning: early)
        return false
    }

    /// Ends the call with this outcome, unless it has one.
    ///
    /// - Returns: whether a task was waiting for it, and was resumed.
    @discardableResult
    func finish(_ outcome: Outcome) -> Bool {
        let waiting: CheckedContinuation<Outcome, Never>? = state.withLock {
            switch $0 {
            case .created:
                $0 = .finishedEarly(outcome)
                return nil
            case .waiting(let continuation):
                $0 = .finished
                return continuation
            case .finishedEarly, .finished:
                return nil
            }
        }
        waiting?.resume(returning: outcome)
        return waiting != nil
    }
}
