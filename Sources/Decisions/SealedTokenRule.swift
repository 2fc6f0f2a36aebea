import Foundation
import Providers

/// What a sealed token that comes with a request may be used for.
package struct SealedTokenRule: Sendable {
    private let use: SealedEvidence.Use
    private let maxAge: Duration

    /// - Parameters:
    ///   - use: whether it counts before the vendor is asked, or only when the vendor gave no facts.
    ///   - maxAge: how old the vendor's verdict in it may be.
    package init(use: SealedEvidence.Use = .fallback, maxAge: Duration = .seconds(300)) {
        self.use = use
        self.maxAge = maxAge
    }

    func evidence(_ token: String, now: Date) -> SealedEvidence {
        // Clamped, so that a clock that is far off fails the token and nothing else.
        let seconds = Int64(max(0, min(now.timeIntervalSince1970, 253_402_300_799)))
        return SealedEvidence(token: token, use: use, maxAge: maxAge, now: seconds)
    }
}
