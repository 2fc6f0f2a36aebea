/// Calls that wait for a place among those in flight, first come, first served.
///
/// The inbox bounds their number.
struct WaitingCalls {
    private var calls: [Call] = []
    /// No later than the earliest deadline among them; nil if none waits.
    private(set) var nextDeadline: ContinuousClock.Instant?

    var isEmpty: Bool { calls.isEmpty }

    mutating func append(_ new: [Call]) {
        for call in new { nextDeadline = min(nextDeadline ?? call.deadline, call.deadline) }
        calls.append(contentsOf: new)
    }

    /// Takes out the first of them, as many as this at most.
    mutating func removeFirst(_ count: Int) -> [Call] {
        let first = Array(calls.prefix(max(0, count)))
        calls.removeFirst(first.count)
        if calls.isEmpty { nextDeadline = nil }
        return first
    }

    /// Takes out those whose task no longer waits for them.
    mutating func removeFinished() -> [Call] {
        remove { $0.isFinished }
    }

    /// Takes out those whose deadline has come. Looks through them only when there may be one.
    mutating func removeExpired(now: ContinuousClock.Instant) -> [Call] {
        guard let nextDeadline, nextDeadline <= now else { return [] }
        let expired = remove { $0.deadline <= now }
        self.nextDeadline = calls.lazy.map(\.deadline).min()
        return expired
    }

    private mutating func remove(where isRemoved: (Call) -> Bool) -> [Call] {
        let removed = calls.filter(isRemoved)
        guard !removed.isEmpty else { return [] }
        calls.removeAll(where: isRemoved)
        if calls.isEmpty { nextDeadline = nil }
        return removed
    }
}
