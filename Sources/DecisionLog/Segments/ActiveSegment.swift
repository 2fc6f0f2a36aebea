/// The segment that is written.
struct ActiveSegment: Sendable {
    var file: LogFile
    /// Of its first record, also while that isn't written yet.
    let firstSequence: UInt64
    /// The time of its first record; nil while there is none.
    var begun: Timestamp?
    var records: UInt64
}
