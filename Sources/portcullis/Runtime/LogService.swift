import DecisionLog
import Logging
import ServiceLifecycle

/// Keeps the decision log open until everything that writes to it has ended, then closes it.
///
/// The first in the group, so that it is the last to stop.
struct LogService: Service {
    /// What closing may take: a file system that doesn't answer may never do, and what waits for it was never answered.
    static let maxCloseDuration = Duration.seconds(5)

    let log: DecisionLog
    /// Told here, away from the log's writer, which never waits for who reads standard error.
    let rotationChanges: AsyncStream<RotationChange>
    let logger: Logger

    func run() async throws {
        for await change in rotationChanges.cancelOnGracefulShutdown() { change.tell(logger) }
        try? await gracefulShutdown()
        if await !log.close(within: Self.maxCloseDuration) {
            logger.error("decision log not closed: its file system doesn't answer")
        }
    }
}
