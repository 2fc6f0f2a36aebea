import CEL
import Providers
import Upstream

/// What came of asking the vendors for one request's sessions.
struct GatheredFacts: Sendable {
    struct Answer: Sendable {
        let session: SessionID
        let fetched: Fetched<Facts>
    }

    /// One a session asked for, in the order of ``ProviderName``.
    let answers: [Answer]

    /// Whether a vendor that was asked gave no facts, or failed and older ones had to do.
    var isDegraded: Bool { answers.contains { $0.fetched.cause != .ok || $0.fetched.refreshCause != nil } }

    func answer(of provider: ProviderName) -> Fetched<Facts>? {
        answers.first { $0.session.provider == provider }?.fetched
    }
}
