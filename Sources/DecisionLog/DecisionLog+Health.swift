import Foundation

extension DecisionLog {
    /// Whether records can be written.
    package enum Health: Sendable, Equatable {
        case writable
        /// The last write failed. The log tries again by itself unless `reason` says that only a restart helps.
        case notWritable(since: Date, reason: String)
    }
}
