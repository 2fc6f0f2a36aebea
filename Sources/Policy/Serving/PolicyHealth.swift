import Foundation

/// How the loads of one directory of policies went, in plain numbers.
package struct PolicyHealth: Sendable {
    /// Loads that were put in force, the one at the start included.
    package private(set) var loads = 0
    /// Candidates that were refused.
    package private(set) var refusedLoads = 0
    /// When the policies in force were loaded; nil if none ever were.
    package private(set) var loadedAt: Date?
    /// Why the newest candidate isn't in force; nil if it is.
    package private(set) var refusal: String?
    package private(set) var refusedAt: Date?
    /// Since when a candidate is being read and tested; nil if none is.
    package private(set) var loadingSince: Date?

    package init() {}

    package mutating func loadBegins(at time: Date) { loadingSince = time }

    package mutating func loadEnds() { loadingSince = nil }

    package mutating func loaded(at time: Date) {
        loadEnds()
        loads += 1
        loadedAt = time
        refusal = nil
        refusedAt = nil
    }

    package mutating func refused(_ reason: String, at time: Date) {
        loadEnds()
        refusedLoads += 1
        refusal = reason
        refusedAt = time
    }

    /// Whether the last good load is longer ago than it may be.
    ///
    /// - Parameter maxAge: nil for no limit.
    package func isTooOld(at now: Date, maxAge: Duration?) -> Bool {
        guard let maxAge, let loadedAt else { return false }
        return now.timeIntervalSince(loadedAt) > maxAge / .seconds(1)
    }
}
