extension LogVerifier {
    /// What is wrong with a record, a segment or a checkpoint.
    package enum Defect: Error, Sendable, Equatable {
        /// The line isn't as the log writes it.
        case malformed(String)
        /// The content doesn't fit the record's own hash.
        case hash(computed: RecordHash, found: RecordHash)
        /// The record doesn't follow the one before it.
        case previousHash(expected: RecordHash, found: RecordHash)
        /// Records are missing, doubled or in another order.
        case sequence(expected: UInt64, found: UInt64)
        /// The time is before that of the record before it.
        case time(previous: String, found: String)
        /// A segment doesn't begin with the record that its name says.
        case segmentName(expected: UInt64, found: UInt64)
        /// A closed segment ends within a record.
        case cutOff(bytes: Int)
        /// A compressed segment can't be read on.
        case compression(String)
        /// A segment and its compressed copy are both there, and aren't the same.
        case otherCopy
        /// A segment's first record tells another tree than the records before it make.
        case tree(size: UInt64)
        /// The log begins with this record, and no good checkpoint covers what was before it.
        case uncoveredStart(first: UInt64)
        /// The log begins with this record, and no record of the log says that those before it were removed.
        case unannouncedStart(first: UInt64)
        /// Public keys were given, and nothing is signed.
        case noCheckpoint
        /// The bytes are no signed note with a checkpoint.
        case note
        /// A checkpoint that none of the public keys signed.
        case signature(origin: String)
        /// A checkpoint that covers fewer records than the one before it.
        case checkpointOrder(previous: UInt64, found: UInt64)
        /// A checkpoint has another root than the records; up to `goodSize` they were still as signed.
        case root(size: UInt64, goodSize: UInt64)
        /// A checkpoint covers more records than there are.
        case beyondEnd(size: UInt64, lastSequence: UInt64)
        /// A kept checkpoint covers only records that were removed since, so that it can't be compared.
        case beforeStart(size: UInt64, first: UInt64)
    }
}

extension LogVerifier.Defect: CustomStringConvertible {
    package var description: String {
        switch self {
        case .malformed(let text):
            text
        case .hash(let computed, let found):
            "the record was altered: its content has the hash \(computed), it says \(found)"
        case .previousHash(let expected, let found):
            "the chain is broken: the record before has the hash \(expected), prevhash says \(found)"
        case .sequence(let expected, let found):
            "the sequence should be \(expected) and is \(found): records are missing, doubled or moved"
        case .time(let previous, let found):
            "the time \(found) is before that of the record before it, \(previous)"
        case .segmentName(let expected, let found):
            "the segment's name says that it begins with record \(expected), and it begins with \(found)"
        case .cutOff(let bytes):
            "the segment ends within a record (\(bytes) bytes without a line end)"
        case .compression(let text):
            text
        case .otherCopy:
            "the segment's compressed copy, which is there too, has other content or can't be read"
        case .tree(let size):
            "the record tells another Merkle tree of \(size) records than those before it make"
        case .uncoveredStart(let first):
            "the log begins with record \(first), and no good checkpoint covers those before it"
        case .unannouncedStart(let first):
            "the log begins with record \(first), and doesn't say itself that it removed those before it"
        case .noCheckpoint:
            "there is no checkpoint, so nothing is signed"
        case .note:
            "not a signed note with a checkpoint"
        case .signature(let origin):
            "none of the given public keys signed this checkpoint of \(origin)"
        case .checkpointOrder(let previous, let found):
            "the checkpoint covers \(found) records, the one before it \(previous)"
        case .root(let size, let goodSize):
            "the first \(size) records have another root than the checkpoint says; the first \(goodSize) are as signed"
        case .beyondEnd(let size, let lastSequence):
            "the checkpoint covers \(size) records, and the log ends with record \(lastSequence)"
        case .beforeStart(let size, let first):
            "the checkpoint covers \(size) records, and the log begins with record \(first): nothing to compare it with"
        }
    }
}
