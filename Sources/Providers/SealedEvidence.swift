import Curl

/// A sealed token that came with a request, and what it may be used for.
package struct SealedEvidence: Sendable, Discreet {
    package enum Use: String, Sendable, CaseIterable {
        /// Before asking the vendor, which then isn't asked.
        case first
        /// When the vendor gave no facts.
        case fallback
    }

    package let token: String
    package let use: Use
    /// How old the vendor's verdict in it may be.
    package let maxAge: Duration
    /// The wall clock, in seconds since 1970.
    package let now: Int64

    package init(token: String, use: Use, maxAge: Duration, now: Int64) {
        self.token = token
        self.use = use
        self.maxAge = maxAge
        self.now = now
    }
}
