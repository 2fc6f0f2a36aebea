import DecisionLog
import Logging
import ServiceLifecycle

/// Looks after the policies' files while the service runs.
struct PolicyReloadService: Service {
    let policies: PolicyReloader
    let log: DecisionLog
    /// How often the files are looked at; nil for never, as then only SIGHUP loads them.
    let interval: Duration?
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown { [self] in
            await withTaskGroup(of: Void.self) { group in
                if let interval {
                    group.addTask {
                        while (try? await Task.sleep(for: interval)) != nil { policies.requestLook() }
                    }
                }
                // One after the other, however often it is asked for.
                for await _ in policies.wakeups { await policies.look(log: log, logger: logger) }
                group.cancelAll()
            }
        }
        policies.end()
    }
}
