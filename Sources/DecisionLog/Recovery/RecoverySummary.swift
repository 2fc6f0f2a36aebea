/// What a start found, as `portcullis.log.opened.v1` tells it too.
package struct RecoverySummary: Sendable, Equatable {
    /// Of the last record before this start; 0 in a new log.
    package let lastSequence: UInt64
    package let lastHash: RecordHash
    /// Bytes of a torn last batch that were cut off.
    package let tornBytes: Int
    /// Where in the log's directory they are kept.
    package let tornFile: String?
    /// A damaged log that was moved aside; this one is a new chain then.
    package let setAside: SetAsideLog?

    init(_ recovery: Recovery) {
        lastSequence = recovery.chain.sequence
        lastHash = recovery.chain.hash
        tornBytes = recovery.tornBytes
        tornFile = recovery.tornFile
        setAside = recovery.setAside
    }
}
