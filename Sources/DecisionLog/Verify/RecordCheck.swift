/// Checks records one by one on top of a chain, for the verifier and for recovery.
struct RecordCheck: Sendable {
    private(set) var chain: Chain

    init(after chain: Chain = Chain()) {
        self.chain = chain
    }

    /// Whether the line, its line end included, is the chain's next record. If it is, the chain goes on with it.
    mutating func accept(_ line: ArraySlice<UInt8>) throws(LogVerifier.Defect) -> RecordLine {
        let record = try Self.whole(line)
        guard record.sequence == chain.sequence + 1 else {
            throw .sequence(expected: chain.sequence + 1, found: record.sequence)
        }
        guard record.previousHash == chain.hash else {
            throw .previousHash(expected: chain.hash, found: record.previousHash)
        }
        guard record.time >= chain.time else {
            throw .time(previous: chain.time.description, found: record.time.description)
        }
        chain = Chain(sequence: record.sequence, hash: record.hash, time: record.time)
        return record
    }

    /// A line by itself: as the format has it, and its content fits its hash.
    static func whole(_ line: ArraySlice<UInt8>) throws(LogVerifier.Defect) -> RecordLine {
        let record: RecordLine
        do {
            record = try RecordLine(line)
        } catch {
            throw .malformed(error.description)
        }
        guard record.sequence > 0 else { throw .malformed("the sequence is 0; it counts from 1") }
        let computed = RecordHash(of: line[record.hashed])
        guard computed == record.hash else { throw .hash(computed: computed, found: record.hash) }
        return record
    }
}
