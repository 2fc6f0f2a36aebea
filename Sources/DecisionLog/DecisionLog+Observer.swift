import Foundation

extension DecisionLog {
    /// What the writer has done.
    package enum Event: Sendable {
        /// One write, and with `commit` its sync.
        case committed(records: Int, bytes: Int, duration: Duration)
        /// A write or a sync failed; so many appends got `.notWritable`.
        case failed(records: Int)
        /// Whether a checkpoint was signed and written, or couldn't be, or not to its copy.
        case checkpoint(isWritten: Bool)
        /// A segment was begun; `failingSince` says since when that had failed, and is nil if the last try hadn't.
        case rotated(failingSince: Date?)
        /// A segment couldn't be begun when it was time, and the one before is written on; `isFirst` if the last try hadn't failed.
        case rotationFailed(reason: String, isFirst: Bool)
        /// Whether a closed segment was compressed, or couldn't be.
        case compressed(isDone: Bool)
    }

    /// Called on the writer's thread, that of the checkpoints' copy, or that which compresses. Has to be quick.
    package typealias Observer = @Sendable (Event) -> Void

    /// What waits for the writer, or is being written.
    package struct Queue: Sendable {
        package var records: Int
        package var bytes: Int
        /// How long the oldest has waited; zero if none does.
        package var oldestAge: Duration
    }

    package var queue: Queue { inbox.queue }
}
