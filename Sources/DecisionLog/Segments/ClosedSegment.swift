/// A segment that nothing is added to any more.
struct ClosedSegment: Sendable, Equatable {
    let firstSequence: UInt64
    let lastSequence: UInt64
    /// What it takes there; less when it has been compressed.
    var diskBytes: Int64
    /// When the next segment was begun.
    let end: Timestamp
}
