/// When a record counts as written: what a caller may rely on once `append` has returned.
package enum Durability: Sendable, Equatable {
    /// `fdatasync` before `append` returns: the record survives `kill -9` and power loss.
    case commit
    /// `append` returns after `write`; the writer syncs at least this often while there is something to sync. Survives
    /// `kill -9`; a power loss takes the records since the last sync.
    case interval(Duration)
    /// Never synced but at open and close: survives `kill -9`; how much a power loss takes is up to the kernel.
    case none
}

extension Durability {
    /// As in the configuration and in `portcullis.log.opened.v1`.
    package var name: String {
        switch self {
        case .commit: "commit"
        case .interval: "interval"
        case .none: "none"
        }
    }

    /// What it gives up, for operators; nil if nothing.
    package var caveat: String? {
        switch self {
        case .commit: nil
        case .interval(let interval):
            "log.durability is interval: a power loss can take the decisions answered in the last \(interval.milliseconds) ms"
        case .none: "log.durability is none: a power loss can take decisions that callers have received"
        }
    }
}
