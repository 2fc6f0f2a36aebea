import Synchronization

/// Gathers what becomes of records that are appended together, for the one who wants to know of all of them.
final class AppendGroup: Sendable {
    private struct State {
        var outcomes: [PendingRecord.Outcome]
        var missing: Int
    }

    private let state: Mutex<State>
    private let onEnd: @Sendable ([PendingRecord.Outcome]) -> Void

    /// - Parameters:
    ///   - count: how many outcomes are waited for; at least one.
    ///   - onEnd: called once with all of them.
    init(count: Int, onEnd: @escaping @Sendable ([PendingRecord.Outcome]) -> Void) {
        // What stands there until then is never seen.
        state = Mutex(State(outcomes: Array(repeating: .failure(.closed), count: count), missing: count))
        self.onEnd = onEnd
    }

    /// To be called once for each index below the count.
    func settle(_ index: Int, _ outcome: PendingRecord.Outcome) {
        let outcomes = state.withLock { state -> [PendingRecord.Outcome]? in
            state.outcomes[index] = outcome
            state.missing -= 1
            return state.missing == 0 ? state.outcomes : nil
        }
        if let outcomes { onEnd(outcomes) }
    }
}
