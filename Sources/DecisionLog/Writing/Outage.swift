import Foundation

/// Since when and why something can't be done.
struct Outage: Sendable, Equatable {
    let since: Date
    let reason: String
}
