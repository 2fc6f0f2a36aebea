import Decisions
import ServiceLifecycle

/// Tries challengers on what was decided, on a thread of its own: when a batch waits, every second otherwise, and what
/// still waits at the end.
struct ChallengerService: Service {
    private static let interval = Duration.seconds(1)
    /// For all that waits at the end.
    private static let maxFinish = Duration.seconds(2)

    let challenger: Challenger

    func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                while (try? await Task.sleep(for: Self.interval)) != nil { challenger.wake() }
            }
            for await _ in challenger.wakeups.cancelOnGracefulShutdown() where challenger.hasWork {
                await work(until: .now + Self.interval)
            }
            group.cancelAll()
        }
        await finish()
    }

    /// Tries what waits as far as there is time, and records how much isn't tried. Nobody decides any more by then, and the
    /// log still takes records.
    func finish() async {
        let deadline = ContinuousClock.now + Self.maxFinish
        while challenger.canFinish, .now < deadline, !Task.isCancelled { await work(until: deadline) }
        challenger.giveUp()
        if challenger.canFinish { await work(until: .now) }
    }

    /// Nothing is recorded of what a cancelled task has begun.
    private func work(until deadline: ContinuousClock.Instant) async {
        guard let results = await OwnThread.run("challenger", { challenger.evaluate(until: deadline) }) else { return }
        challenger.record(results)
    }
}
