import Foundation
import Synchronization

/// Runs what blocks or computes for long on a thread of its own, off the threads that answer requests.
enum OwnThread {
    /// - Returns: nil if the task was cancelled first; the thread then ends by itself, and nobody sees what came of it.
    static func run<T: Sendable>(_ name: String, _ body: @escaping @Sendable () -> T) async -> T? {
        let waiter = Waiter<T>()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                guard waiter.wait(continuation) else { return }
                let thread = Thread { waiter.end(body()) }
                thread.name = name
                thread.start()
            }
        } onCancel: {
            waiter.end(nil)
        }
    }

    /// Resumes a continuation once, with the thread's result or the cancellation, whichever comes first.
    private final class Waiter<T: Sendable>: Sendable {
        private struct State {
            var continuation: CheckedContinuation<T?, Never>?
            var hasEnded = false
        }

        private let state = Mutex(State())

        /// - Returns: false if it has ended before; the continuation has been resumed then.
        func wait(_ continuation: CheckedContinuation<T?, Never>) -> Bool {
            let hasEnded = state.withLock { state in
                if !state.hasEnded { state.continuation = continuation }
                return state.hasEnded
            }
            if hasEnded { continuation.resume(returning: nil) }
            return !hasEnded
        }

        func end(_ result: T?) {
            let continuation = state.withLock { state in
                state.hasEnded = true
                defer { state.continuation = nil }
                return state.continuation
            }
            continuation?.resume(returning: result)
        }
    }
}
