import Synchronization

/// Lets callers who ask for the same thing at the same time share one piece of work.
///
/// The work belongs to all its waiters: it goes on while at least one waits, and is cancelled when the last has left.
/// One caller's cancellation takes nothing from the others.
final class SingleFlight<Output: Sendable>: Sendable {
    private struct Flight {
        let number: UInt64
        var task: Task<Void, Never>?
        var waiters: [UInt64: CheckedContinuation<Output?, Never>] = [:]
    }

    private struct State {
        var flights: [String: Flight] = [:]
        var lastNumber: UInt64 = 0

        mutating func nextNumber() -> UInt64 {
            lastNumber &+= 1
            return lastNumber
        }
    }

    private let state = Mutex(State())

    /// Joins the work under `key`, starting it if there is none.
    ///
    /// - Returns: its output, or nil if the calling task was cancelled before that.
    func output(for key: String, work: @escaping @Sendable () async -> Output) async -> Output? {
        let waiter = state.withLock { $0.nextNumber() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                join(key, waiter: waiter, continuation: continuation, work: work)
            }
        } onCancel: {
            leave(key, waiter: waiter)
        }
    }

    /// How many wait for the work under `key`.
    func waiters(of key: String) -> Int {
        state.withLock { $0.flights[key]?.waiters.count ?? 0 }
    }

    private func join(
        _ key: String, waiter: UInt64, continuation: CheckedContinuation<Output?, Never>,
        work: @escaping @Sendable () async -> Output
    ) {
        let alreadyCancelled = state.withLock { state in
            // The task's flag is set before its handlers run: a cancellation that this check misses finds the
            // waiter registered, since its handler has to wait for this lock.
            if Task.isCancelled { return true }
            if state.flights[key] == nil {
                let number = state.nextNumber()
                var flight = Flight(number: number)
                flight.task = Task { [self] in
                    let output = await work()
                    land(key, number: number, output: output)
                }
                state.flights[key] = flight
            }
            state.flights[key]?.waiters[waiter] = continuation
            return false
        }
        if alreadyCancelled { continuation.resume(returning: nil) }
    }

    private func land(_ key: String, number: UInt64, output: Output) {
        let waiters = state.withLock { state -> [CheckedContinuation<Output?, Never>] in
            // A flight that all had left was given up; another may be under way under the same key.
            guard let flight = state.flights[key], flight.number == number else { return [] }
            state.flights[key] = nil
            return Array(flight.waiters.values)
        }
        for waiter in waiters { waiter.resume(returning: output) }
    }

    private func leave(_ key: String, waiter: UInt64) {
        let (continuation, abandoned) = state.withLock {
            state -> (CheckedContinuation<Output?, Never>?, Task<Void, Never>?) in
            guard let continuation = state.flights[key]?.waiters.removeValue(forKey: waiter) else { return (nil, nil) }
            guard let flight = state.flights[key], flight.waiters.isEmpty else { return (continuation, nil) }
            state.flights[key] = nil
            return (continuation, flight.task)
        }
        abandoned?.cancel()
        continuation?.resume(returning: nil)
    }
}
