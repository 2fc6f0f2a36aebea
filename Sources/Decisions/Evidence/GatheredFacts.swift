import CEL
import Providers
import Upstream

/// What came of asking the vendors for one request's sessions.
struct GatheredFacts: Sendable {
    /// A class, as each copy of what it holds would count a dozen things up and down.
    final class Answer: Sendable {
        let session: SessionID
        let fetched: Fetched<Facts>

        init(session: SessionID, fetched: Fetched<Facts>) {
            self.session = session
            self.fetched = fetched
        }
    }

    /// One a session asked for, in the order of ``ProviderName``.
    let answers: [Answer]

    /// Whether a vendor that was asked gave no facts, or failed and older ones had to do.
    var isDegraded: Bool { answers.contains { $0.fetched.cause != .ok || $0.fetched.refreshCause != nil } }

    /// What it holds in memory, estimated.
    var memoryBytes: Int { answers.reduce(0) { $0 + ($1.fetched.answer?.memoryBytes ?? 0) } }

    func answer(of provider: ProviderName) -> Fetched<Facts>? {
        answers.first { $0.session.provider == provider }?.fetched
    }
}
