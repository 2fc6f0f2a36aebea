/// Why a sealed token tells nothing.
package enum SealedTokenError: Error, Sendable, CaseIterable {
    /// No token that our key has sealed: another form, another version, another key, or changed on the way.
    case forged
    /// Sealed by our key, for another session than the one asked for.
    case foreign
    /// Older than allowed, or from a time that hasn't come.
    case expired
    /// Sealed by our key and for the session, but without what a decision needs.
    case unreadable
}
