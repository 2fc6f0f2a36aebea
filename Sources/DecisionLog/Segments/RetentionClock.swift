import Foundation

/// The time by which retention takes a segment for too old. What it removes is gone for good, so a wall clock that jumped ahead isn't
/// believed: since the start no more time has passed than a steady clock says, and an hour.
struct RetentionClock: Sendable {
    /// After a start, for so long a clock that was wrong may still be set right.
    private static let settling = Duration.seconds(600)
    private static let tolerance = Duration.seconds(3600)

    private let startWall: Date
    private let start: ContinuousClock.Instant
    private let steady: @Sendable () -> ContinuousClock.Instant

    init(wall: Date, steady: @escaping @Sendable () -> ContinuousClock.Instant) {
        startWall = wall
        self.steady = steady
        start = steady()
    }

    /// Whether the process has run long enough for its clock to be right.
    var isSettled: Bool { steady() - start >= Self.settling }

    /// - Parameter wall: what the wall clock says.
    /// - Returns: nil as long as the clock isn't settled.
    func now(_ wall: Date) -> Timestamp? {
        let running = steady() - start
        guard running >= Self.settling else { return nil }
        let latest = startWall + Double((running + Self.tolerance).components.seconds)
        return Timestamp(min(wall, latest))
    }
}
