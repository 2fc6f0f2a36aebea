/// Where a record stands in the chain.
package struct Appended: Sendable, Equatable {
    /// Counts from 1 without a gap, over all segments.
    package let sequence: UInt64
    package let hash: RecordHash

    package init(sequence: UInt64, hash: RecordHash) {
        self.sequence = sequence
        self.hash = hash
    }
}
