import Foundation

/// The instants of one simulated session, as the vendors write them: UTC with milliseconds.
struct Timeline: Sendable {
    private let start: Date

    /// - Parameter start: when the visitor's browser made the session.
    init(start: Date) { self.start = start }

    /// The instant `seconds` after the session's start, as RFC 3339 text.
    func after(_ seconds: Double) -> String {
        start.addingTimeInterval(seconds).formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}
