import Synchronization

/// What a simulator remembers: its calls, how far each stateful scenario has got, and each vendor's rate.
final class Ledger: Sendable {
    private let maxSessions: Int

    private struct State {
        var calls = Calls()
        /// The fetches of scenarios with more than one answer. Bounded by the catalogue.
        var progress: [String: Int] = [:]
        var windows: [Vendor: RateWindow] = [:]
    }

    private let state = Mutex(State())

    /// - Parameter maxSessions: the most session IDs that are counted one by one for a vendor.
    init(maxSessions: Int) { self.maxSessions = maxSessions }

    /// The counts so far.
    var calls: Calls { state.withLock { $0.calls } }

    /// Forgets everything: counts start at 0 and stateful scenarios at their first answer.
    func reset() { state.withLock { $0 = State() } }

    /// Counts a call that has come at `now`.
    ///
    /// - Parameter sessionID: nil for an ill-formed one.
    /// - Returns: how many calls the vendor's rate limit leaves.
    func record(_ vendor: Vendor, sessionID: String?, at now: ContinuousClock.Instant) -> Int {
        state.withLock { state in
            var calls = state.calls[vendor]
            calls.total += 1
            if let sessionID, calls.sessions[sessionID] != nil || calls.sessions.count < maxSessions {
                calls.sessions[sessionID, default: 0] += 1
            } else {
                calls.unlisted += 1
            }
            state.calls[vendor] = calls
            return state.windows[vendor, default: RateWindow(start: now)].take(at: now)
        }
    }

    /// The next answer of a scenario, nil when it has none. After the last comes the first again.
    func nextAnswer(of scenario: Scenario) -> Answer? {
        guard scenario.answers.count > 1 else { return scenario.answers.first }
        let step = state.withLock { state in
            let step = state.progress[scenario.id, default: 0]
            state.progress[scenario.id] = (step + 1) % scenario.answers.count
            return step
        }
        return scenario.answers.indices.contains(step) ? scenario.answers[step] : scenario.answers.first
    }
}
