/// The hashes of a Merkle tree over the log's records, as RFC 6962, section 2.1, has them.
///
/// A leaf's data is its record's `hash`, 32 bytes: it stands for the whole line, and no line has to be hashed twice.
enum MerkleHash {
    /// The root of a tree without leaves.
    static let empty = RecordHash(of: [])

    static func leaf(_ record: RecordHash) -> RecordHash {
        var bytes: [UInt8] = [0]
        bytes.reserveCapacity(33)
        record.appendBytes(to: &bytes)
        return RecordHash(of: bytes[...])
    }

    static func node(_ left: RecordHash, _ right: RecordHash) -> RecordHash {
        var bytes: [UInt8] = [1]
        bytes.reserveCapacity(65)
        left.appendBytes(to: &bytes)
        right.appendBytes(to: &bytes)
        return RecordHash(of: bytes[...])
    }
}
