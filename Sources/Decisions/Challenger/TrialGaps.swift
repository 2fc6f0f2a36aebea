import Policy

/// How many decisions lack a result of which challenger, and why. As many challengers as there are events, and a few
/// more while they are reloaded.
struct TrialGaps: Sendable {
    struct Entry: Sendable {
        let policy: Policy
        var counts: [TrialGap: Int]
    }

    private(set) var entries: [Entry] = []

    var isEmpty: Bool { entries.isEmpty }

    mutating func add(_ gap: TrialGap, of policy: Policy, count: Int = 1) {
        if let index = entries.firstIndex(where: { $0.policy === policy }) {
            entries[index].counts[gap, default: 0] += count
        } else {
            entries.append(Entry(policy: policy, counts: [gap: count]))
        }
    }

    mutating func add(_ entry: Entry) {
        for (gap, count) in entry.counts { add(gap, of: entry.policy, count: count) }
    }
}
