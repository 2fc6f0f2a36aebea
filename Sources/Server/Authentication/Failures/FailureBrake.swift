import HTTPTypes
import Synchronization

/// Slows who fails to authenticate again and again, and counts it. Whoever authenticates isn't slowed, from whatever
/// address: sidecars and proxies share theirs.
package final class FailureBrake: Sendable {
    /// Why attempts fail: the codes of their problems.
    package static let reasons =
        ([.missingCredentials, .invalidCredentials] + WebhookError.codes).map(\Problem.Code.rawValue)

    private let attempts = Mutex(FailedAttempts(now: .now))
    private let counts = Mutex<[String: Int64]>([:])
    private let sleep: @Sendable (Duration) async throws -> Void

    package convenience init() {
        self.init(sleep: { try await Task.sleep(for: $0) })
    }

    init(sleep: @escaping @Sendable (Duration) async throws -> Void) {
        self.sleep = sleep
    }

    /// How many have failed for one of the ``reasons`` since the start.
    package func count(of reason: String) -> Int64 { counts.withLock { $0[reason] ?? 0 } }

    /// Counts an attempt that failed, and waits if it has to.
    ///
    /// - Returns: what to answer.
    func failed(_ problem: Problem, from peer: Peer) async -> Problem {
        counts.withLock { $0[problem.code, default: 0] += 1 }
        switch attempts.withLock({ $0.failed(peer, now: .now) }) {
        case .atOnce:
            return problem
        case .delayed:
            // Ends early if the client leaves or the service stops; nobody waits for it then.
            try? await sleep(FailedAttempts.delay)
            attempts.withLock { $0.answered() }
            return problem
        case .refused:
            return Problem(
                .tooManyRequests, .tooManyFailures,
                "Too many requests from this address fail to authenticate. So does this one: \(problem.code).",
                headers: [.retryAfter: "60"])
        }
    }
}
