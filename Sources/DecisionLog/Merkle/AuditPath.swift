/// Collects a leaf's audit path (RFC 6962, section 2.1.1) while the records pass by, in memory of the tree's height squared.
struct AuditPath {
    /// A subtree beside the leaf's way to the root.
    private struct Sibling {
        let leaves: Range<UInt64>
        var tree: MerkleTree
    }

    /// From the first leaf to the last; the leaf itself lies between two of them.
    private var siblings: [Sibling]
    /// For each of the path's hashes, from the leaf up, its place in `siblings`.
    private let order: [Int]
    private var current = 0

    /// - Parameters:
    ///   - leaf: counts from 0.
    ///   - size: of the tree, more than `leaf`.
    ///   - start: the leaves before the first that will pass by; none of them may be the leaf.
    init?(leaf: UInt64, size: UInt64, start: MerkleTree) {
        guard leaf < size, start.size <= leaf else { return nil }
        var ranges: [Range<UInt64>] = []
        var node = 0..<size
        while node.count > 1 {
            let width = node.upperBound - node.lowerBound
            let half: UInt64 = 1 << (63 - (width - 1).leadingZeroBitCount)
            let middle = node.lowerBound + half
            if leaf < middle {
                ranges.append(middle..<node.upperBound)
                node = node.lowerBound..<middle
            } else {
                ranges.append(node.lowerBound..<middle)
                node = middle..<node.upperBound
            }
        }
        let sorted = ranges.indices.sorted { ranges[$0].lowerBound < ranges[$1].lowerBound }
        var places = [Int](repeating: 0, count: ranges.count)
        for (place, index) in sorted.enumerated() { places[index] = place }
        order = places.reversed()
        siblings = []
        for index in sorted {
            guard let tree = start.part(within: ranges[index]) else { return nil }
            siblings.append(Sibling(leaves: ranges[index], tree: tree))
        }
    }

    /// Takes the record with the place `leaf`; they come in order, from the start's size on.
    mutating func add(_ record: RecordHash, leaf: UInt64) {
        while current < siblings.count, siblings[current].leaves.upperBound <= leaf { current += 1 }
        guard current < siblings.count, siblings[current].leaves.contains(leaf) else { return }
        siblings[current].tree.append(record)
    }

    /// From the leaf up; nil before all records have passed by.
    var hashes: [RecordHash]? {
        for sibling in siblings where sibling.tree.size != sibling.leaves.upperBound - sibling.leaves.lowerBound {
            return nil
        }
        return order.map { siblings[$0].tree.root }
    }

    /// The root that a path leads to (RFC 9162, section 2.1.3.2); nil if it has too many or too few hashes.
    static func root(of record: RecordHash, leaf: UInt64, size: UInt64, hashes: [RecordHash]) -> RecordHash? {
        guard leaf < size else { return nil }
        var (place, last) = (leaf, size - 1)
        var node = MerkleHash.leaf(record)
        for hash in hashes {
            guard last > 0 else { return nil }
            if place & 1 == 1 || place == last {
                node = MerkleHash.node(hash, node)
                while place & 1 == 0, place > 0 { (place, last) = (place >> 1, last >> 1) }
            } else {
                node = MerkleHash.node(node, hash)
            }
            (place, last) = (place >> 1, last >> 1)
        }
        return last == 0 ? node : nil
    }
}

extension MerkleTree {
    /// The subtree of those of this tree's leaves that lie in `range`, a subtree's place in a larger tree.
    fileprivate func part(within range: Range<UInt64>) -> MerkleTree? {
        var start: UInt64 = 0
        var hashes: [RecordHash] = []
        var leaves: UInt64 = 0
        var rest = size
        for hash in edge {
            let width: UInt64 = 1 << (63 - rest.leadingZeroBitCount)
            if range.contains(start), start + width <= range.upperBound {
                hashes.append(hash)
                leaves += width
            }
            start += width
            rest -= width
        }
        return MerkleTree(size: leaves, edge: hashes)
    }
}
