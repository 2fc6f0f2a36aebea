import DecisionLog
import ServiceLifecycle

/// Keeps the decision log open until everything that writes to it has ended, then closes it.
///
/// The first in the group, so that it is the last to stop.
struct LogService: Service {
    let log: DecisionLog

    func run() async throws {
        try? await gracefulShutdown()
        await log.close()
    }
}
