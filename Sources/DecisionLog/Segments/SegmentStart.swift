import Foundation

/// What `portcullis.log.rotated.v1`, the first record of each segment but the first, says about all that is before it.
struct SegmentStart: Sendable, Equatable {
    static let type = OwnRecord.Kind.rotated.type

    /// Of the segment before.
    let firstSequence: UInt64
    /// Bytes of the segment before that are records. What follows them in the file is of a batch that failed.
    let closedBytes: Int64
    /// Over all records before this one.
    let tree: MerkleTree

    init(firstSequence: UInt64, closedBytes: Int64, tree: MerkleTree) {
        self.firstSequence = firstSequence
        self.closedBytes = closedBytes
        self.tree = tree
    }

    /// Nil for a record of another type, and for one whose data isn't what the log writes.
    init?(_ record: RecordLine, of line: ArraySlice<UInt8>) {
        guard line[record.type].elementsEqual(Self.type.utf8),
            let content = try? JSONDecoder().decode(Content.self, from: Data(line[record.data])),
            content.closed.bytes >= 0, content.tree.size == record.sequence &- 1
        else { return nil }
        let edge = content.tree.edge.compactMap { RecordHash(hex: Array($0.utf8)[...]) }
        guard edge.count == content.tree.edge.count, let tree = MerkleTree(size: content.tree.size, edge: edge)
        else { return nil }
        self.init(firstSequence: content.closed.firstSequence, closedBytes: content.closed.bytes, tree: tree)
    }

    private struct Content: Decodable {
        let closed: Closed
        let tree: Tree

        struct Closed: Decodable {
            let firstSequence: UInt64
            let bytes: Int64

            enum CodingKeys: String, CodingKey {
                case firstSequence = "first_sequence"
                case bytes
            }
        }

        struct Tree: Decodable {
            let size: UInt64
            let edge: [String]
        }
    }
}
