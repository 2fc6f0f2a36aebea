import DecisionLog
import Logging
import ServiceLifecycle
import UnixSignals

/// At each SIGHUP closes the log's file and begins a new one, as log rotation does it elsewhere, and loads the policies
/// again.
struct HangupService: Service {
    let log: DecisionLog
    let policies: PolicyReloader
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
            // After the new file has begun, so that its first record is the one that tells of that.
            policies.requestReload()
        }
    }
}
