import Foundation
import Synchronization

/// What came of the last try at something beside the records, as the writer's thread tells it and readiness asks it.
final class OutageStatus: Sendable {
    private let state = Mutex<Outage?>(nil)

    /// Nil if the last try went well, or there was none yet.
    var outage: Outage? { state.withLock { $0 } }

    /// - Returns: the outage that this ends; nil if there was none.
    @discardableResult func succeeded() -> Outage? {
        state.withLock { outage in
            defer { outage = nil }
            return outage
        }
    }

    /// - Returns: whether this begins the outage.
    @discardableResult func failed(_ reason: String, at time: Date) -> Bool {
        state.withLock { outage in
            defer { outage = Outage(since: outage?.since ?? time, reason: reason) }
            return outage == nil
        }
    }
}
