import FoundationEssentials
import Logging
import Server
import ServiceLifecycle
import UnixSignals

/// Looks after the listener's certificate and key while the service runs: at each SIGHUP, and by itself when the files
/// change.
struct TLSReloadService: Service {
    private static let interval = Duration.seconds(1)

    let tls: ListenerTLS
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown { [self] in
            let (looks, look) = AsyncStream<Bool>.makeStream(bufferingPolicy: .bufferingNewest(16))
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    while (try? await Task.sleep(for: Self.interval)) != nil { look.yield(false) }
                }
                group.addTask {
                    for await _ in await UnixSignalsSequence(trapping: .sighup) { look.yield(true) }
                }
                // One after the other.
                for await isForced in looks { await self.look(isForced: isForced) }
                group.cancelAll()
            }
        }
    }

    private func look(isForced: Bool) async {
        switch await OwnThread.run("tls-look", { [tls] in tls.look(isForced: isForced) }) {
        // Nil as the service stops.
        case .unchanged, nil: break
        case .loaded(let notAfter):
            logger.info("certificate loaded", metadata: ["not_after": "\(notAfter.ISO8601Format())"])
        case .refused(let error):
            logger.error("certificate not loaded, the one in force stays", metadata: ["reason": "\(error)"])
        }
    }
}
