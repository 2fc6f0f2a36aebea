import Policy

/// What came of some trials: blocks for the log, of one challenger each.
package struct TrialResults: Sendable {
    /// A record is ended when it is as long.
    private static let maxBlockBytes = 64 * 1024

    private(set) var blocks: [TrialBlock] = []
    private(set) var count = 0
    private(set) var bytes = 0

    mutating func add(_ trial: Trial, _ verdict: Verdict) {
        let index = block(of: trial.policy)
        let before = blocks[index].bytes
        blocks[index].add(trial, verdict)
        count += 1
        bytes += blocks[index].bytes - before
    }

    /// What is missing is told even if there is nothing else to tell.
    mutating func add(_ gaps: TrialGaps) {
        for entry in gaps.entries { blocks[block(of: entry.policy)].add(entry) }
    }

    /// - Returns: the index of a block that has room.
    private mutating func block(of policy: Policy) -> Int {
        if let index = blocks.lastIndex(where: { $0.policy === policy }), blocks[index].bytes < Self.maxBlockBytes {
            return index
        }
        blocks.append(TrialBlock(policy))
        return blocks.count - 1
    }
}
