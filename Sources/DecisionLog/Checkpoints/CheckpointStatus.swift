import Foundation
import Synchronization

/// What came of the last checkpoint, as the writer's thread tells it and readiness asks it.
final class CheckpointStatus: Sendable {
    private let state = Mutex<Outage?>(nil)

    /// Nil if the last checkpoint was written, or none was yet.
    var outage: Outage? { state.withLock { $0 } }

    func succeeded() {
        state.withLock { $0 = nil }
    }

    func failed(_ reason: String, at time: Date) {
        state.withLock { $0 = Outage(since: $0?.since ?? time, reason: reason) }
    }
}
