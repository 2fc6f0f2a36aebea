/// The calls of one vendor.
package struct VendorCalls: Sendable, Codable, Equatable {
    /// All calls.
    package var total = 0
    /// The calls by well-formed session ID. Holds at most `Configuration.maxCountedSessions` IDs.
    package var sessions: [String: Int] = [:]
    /// The calls that `sessions` doesn't hold: ill-formed IDs, and IDs that came when it was full.
    package var unlisted = 0

    /// The calls for one session; 0 when it isn't listed.
    package func of(_ sessionID: String) -> Int { sessions[sessionID] ?? 0 }
}
