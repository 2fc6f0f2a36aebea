import Synchronization

/// Lets callers who ask for the same thing at the same time share one piece of work.
///
/// The work belongs to all its waiters: it goes on while at least one waits, and is cancelled when the last has left.
/// One caller's cancellation or deadline takes nothing from the others.
final class SingleFlight<Output: Sendable>: Sendable {
    private struct Waiter {
        let continuation: CheckedContinuation<Output?, Never>
        let deadline: ContinuousClock.Instant
    }

    private struct Flight {
        let number: UInt64
        var task: Task<Void, Never>?
        var waiters: [UInt64: Waiter] = [:]
    }

    /// One for all waiters, as a timer for each would cost as much as the rest of joining.
    private struct Watch {
        let number: UInt64
        let time: ContinuousClock.Instant
        let task: Task<Void, Never>
    }

    private struct State {
        var flights: [String: Flight] = [:]
        /// While somebody waits there is one, for a time no later than any waiter's deadline.
        var watch: Watch?
        var lastNumber: UInt64 = 0

        mutating func nextNumber() -> UInt64 {
            lastNumber &+= 1
            return lastNumber
        }
    }

    private let state = Mutex(State())

    /// Joins the work under `key`, starting it if there is none, on its caller's executor.
    ///
    /// - Returns: its output, or nil if the deadline had come or the calling task was cancelled before that.
    func output(
        for key: String, by deadline: ContinuousClock.Instant, work: @escaping @Sendable () async -> Output
    ) async -> Output? {
        let number = state.withLock { $0.nextNumber() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                join(key, number, Waiter(continuation: continuation, deadline: deadline), work: work)
            }
        } onCancel: {
            leave(key, waiter: number)
        }
    }

    /// How many wait for the work under `key`.
    func waiters(of key: String) -> Int {
        state.withLock { $0.flights[key]?.waiters.count ?? 0 }
    }

    private func join(
        _ key: String, _ waiterNumber: UInt64, _ waiter: Waiter, work: @escaping @Sendable () async -> Output
    ) {
        let alreadyCancelled = state.withLock { state in
            // The task's flag is set before its handlers run: a cancellation that this check misses finds the
            // waiter registered, since its handler has to wait for this lock.
            if Task.isCancelled { return true }
            if state.flights[key] == nil {
                let number = state.nextNumber()
                var flight = Flight(number: number)
                flight.task = Task(executorPreference: Self.currentExecutor) { [self] in
                    let output = await work()
                    land(key, number: number, output: output)
                }
                state.flights[key] = flight
            }
            state.flights[key]?.waiters[waiterNumber] = waiter
            watch(waiter.deadline, &state)
            return false
        }
        if alreadyCancelled { waiter.continuation.resume(returning: nil) }
    }

    /// Where the calling task runs, if it was told to: what it starts would run elsewhere, and change threads twice.
    private static var currentExecutor: (any TaskExecutor)? {
        unsafe withUnsafeCurrentTask { unsafe $0?.unownedTaskExecutor?.asTaskExecutor() }
    }

    private func watch(_ deadline: ContinuousClock.Instant, _ state: inout State) {
        if let watch = state.watch {
            guard deadline < watch.time else { return }
            watch.task.cancel()
        }
        let number = state.nextNumber()
        let task = Task { [self] in
            guard (try? await Task.sleep(until: deadline, tolerance: .zero, clock: .continuous)) != nil else { return }
            expire(watch: number)
        }
        state.watch = Watch(number: number, time: deadline, task: task)
    }

    /// Lets those go whose deadline has come, and watches for the others.
    private func expire(watch number: UInt64) {
        let now = ContinuousClock.now
        let expired = state.withLock { state -> [(key: String, waiter: UInt64)] in
            // Another has taken over.
            guard state.watch?.number == number else { return [] }
            state.watch = nil
            var expired: [(key: String, waiter: UInt64)] = []
            var next: ContinuousClock.Instant?
            for (key, flight) in state.flights {
                for (number, waiter) in flight.waiters {
                    if waiter.deadline <= now {
                        expired.append((key, number))
                    } else {
                        next = min(next ?? waiter.deadline, waiter.deadline)
                    }
                }
            }
            if let next { watch(next, &state) }
            return expired
        }
        for (key, waiter) in expired { leave(key, waiter: waiter) }
    }

    private func land(_ key: String, number: UInt64, output: Output) {
        let waiters = state.withLock { state -> [Waiter] in
            // A flight that all had left was given up; another may be under way under the same key.
            guard let flight = state.flights[key], flight.number == number else { return [] }
            state.flights[key] = nil
            return Array(flight.waiters.values)
        }
        for waiter in waiters { waiter.continuation.resume(returning: output) }
    }

    private func leave(_ key: String, waiter: UInt64) {
        let (left, abandoned) = state.withLock { state -> (Waiter?, Task<Void, Never>?) in
            guard let left = state.flights[key]?.waiters.removeValue(forKey: waiter) else { return (nil, nil) }
            guard let flight = state.flights[key], flight.waiters.isEmpty else { return (left, nil) }
            state.flights[key] = nil
            return (left, flight.task)
        }
        abandoned?.cancel()
        left?.continuation.resume(returning: nil)
    }
}
