import DecisionLog
import Logging
import ServiceLifecycle
import UnixSignals

/// Closes the log's file and begins a new one at each SIGHUP, as log rotation does it elsewhere.
struct RotationService: Service {
    let log: DecisionLog
    let logger: Logger

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
            do throws(DecisionLogError) {
                try await log.rotate()
                logger.info("decision log rotated")
            } catch {
                // Readiness tells of a log that can't be written; the decisions go on in the old file.
                logger.error("decision log not rotated", metadata: ["error": "\(error)"])
            }
        }
    }
}
