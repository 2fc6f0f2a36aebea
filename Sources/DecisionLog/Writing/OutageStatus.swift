import Foundation
import Synchronization

/// What came of the last try at something beside the records, as the writer's thread tells it and readiness asks it.
final class OutageStatus: Sendable {
    private let state = Mutex<Outage?>(nil)

    /// Nil if the last try went well, or there was none yet.
    var outage: Outage? { state.withLock { $0 } }

    func succeeded() {
        state.withLock { $0 = nil }
    }

    func failed(_ reason: String, at time: Date) {
        state.withLock { $0 = Outage(since: $0?.since ?? time, reason: reason) }
    }
}
