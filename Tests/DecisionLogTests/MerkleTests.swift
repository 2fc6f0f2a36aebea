import Crypto
import Foundation
import Testing

@testable import DecisionLog

@Suite struct MerkleTests {
    /// The definition of RFC 6962, section 2.1, word for word, on leaves' data.
    private static func root(_ leaves: ArraySlice<[UInt8]>) -> [UInt8] {
        if leaves.isEmpty { return Array(SHA256.hash(data: [UInt8]())) }
        if leaves.count == 1 { return Array(SHA256.hash(data: [0] + leaves[leaves.startIndex])) }
        var half = 1
        while half * 2 < leaves.count { half *= 2 }
        let middle = leaves.startIndex + half
        return Array(SHA256.hash(data: [1] + root(leaves[..<middle]) + root(leaves[middle...])))
    }

    private static func record(_ number: Int) -> RecordHash {
        RecordHash(of: Array("record \(number)".utf8)[...])
    }

    @Test("the growing tree has the root of the definition at every size")
    func roots() {
        var tree = MerkleTree()
        var leaves: [[UInt8]] = []
        for size in 0..<130 {
            #expect(tree.root.bytes == Self.root(leaves[...]), "size \(size)")
            #expect(MerkleTree(size: tree.size, edge: tree.edge) == tree)
            tree.append(Self.record(size))
            leaves.append(Self.record(size).bytes)
        }
    }

    @Test("every leaf's path leads to the root, from every start, and to no other leaf's", arguments: [1, 2, 7, 8, 33])
    func paths(size: Int) throws {
        var trees = [MerkleTree()]
        for leaf in 0..<size {
            var tree = trees[leaf]
            tree.append(Self.record(leaf))
            trees.append(tree)
        }
        let root = trees[size].root
        for leaf in 0..<size {
            for start in 0...leaf {
                var path = try #require(AuditPath(leaf: UInt64(leaf), size: UInt64(size), start: trees[start]))
                #expect(size == start + 1 || path.hashes == nil)
                for other in start..<size { path.add(Self.record(other), leaf: UInt64(other)) }
                let hashes = try #require(path.hashes)
                func reached(_ record: Int, _ leaf: Int, _ size: Int, _ hashes: [RecordHash]) -> RecordHash? {
                    AuditPath.root(of: Self.record(record), leaf: UInt64(leaf), size: UInt64(size), hashes: hashes)
                }
                #expect(reached(leaf, leaf, size, hashes) == root)
                #expect(reached(leaf + 1, leaf, size, hashes) != root)
                #expect(size == 1 || reached(leaf, (leaf + 1) % size, size, hashes) != root)
                #expect(reached(leaf, leaf, size, hashes + [root]) == nil)
                #expect(hashes.isEmpty || reached(leaf, leaf, size, Array(hashes.dropLast())) != root)
            }
        }
        #expect(AuditPath(leaf: UInt64(size), size: UInt64(size), start: MerkleTree()) == nil)
    }

    @Test("an edge that doesn't fit the size is none")
    func wrongEdge() {
        #expect(MerkleTree(size: 3, edge: [Self.record(1)]) == nil)
        #expect(MerkleTree(size: 0, edge: []) == MerkleTree())
    }
}
