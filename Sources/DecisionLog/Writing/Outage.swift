import Foundation

/// Since when and why the log can't be written.
struct Outage: Sendable, Equatable {
    let since: Date
    let reason: String
}
