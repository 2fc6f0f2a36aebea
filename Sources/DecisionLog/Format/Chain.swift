/// The chain's end: all that the next record depends on.
struct Chain: Sendable, Equatable {
    /// Of the last record; 0 before the first.
    var sequence: UInt64 = 0
    var hash: RecordHash = .zero
    var time: Timestamp = .zero
}
