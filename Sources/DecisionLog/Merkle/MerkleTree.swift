/// A Merkle tree over records that only grows (RFC 6962, section 2.1). It holds its right edge, at most 64 hashes: all that is
/// needed to add a leaf and to tell the root.
struct MerkleTree: Sendable, Equatable {
    /// Leaves.
    private(set) var size: UInt64
    /// The roots of the complete subtrees that `size` consists of, the largest, which is the leftmost, first.
    private(set) var edge: [RecordHash]

    init() {
        size = 0
        edge = []
    }

    /// A tree of `size` leaves that were seen elsewhere; nil if it can't have an edge of so many hashes.
    init?(size: UInt64, edge: [RecordHash]) {
        guard edge.count == size.nonzeroBitCount else { return nil }
        self.size = size
        self.edge = edge
    }

    mutating func append(_ record: RecordHash) {
        var node = MerkleHash.leaf(record)
        // Each trailing one of the size is a complete subtree that gets its right sibling now.
        for _ in 0..<(~size).trailingZeroBitCount {
            guard let left = edge.popLast() else { break }
            node = MerkleHash.node(left, node)
        }
        edge.append(node)
        size += 1
    }

    var root: RecordHash {
        guard var node = edge.last else { return MerkleHash.empty }
        for left in edge.dropLast().reversed() { node = MerkleHash.node(left, node) }
        return node
    }
}
