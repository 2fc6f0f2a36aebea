/// When a checkpoint is signed, besides each rotation and the end of a run.
package struct CheckpointPolicy: Sendable {
    /// After so many records.
    package var maxRecords: UInt64
    /// So long after a record that no checkpoint covers.
    package var maxDelay: Duration

    package init(maxRecords: UInt64 = 1000, maxDelay: Duration = .seconds(60)) {
        self.maxRecords = maxRecords
        self.maxDelay = maxDelay
    }
}
