import DecisionLog
import Decisions
import Foundation
import Logging
import Policy
import Server
import Synchronization

/// Loads the policies at the start, and again when they change or somebody asks for it. A candidate that is no good
/// changes nothing but what health and log say.
///
/// The record of a load is on the decision log before the policies are in force, so that no decision in the log comes
/// before the policy that made it.
final class PolicyReloader: Sendable {
    /// Files that change under the reader's eyes are read anew so many times.
    private static let maxReads = 3

    let store: PolicyStore
    /// The one that decides, then the challenger's, if there is one.
    let directories: [PolicyDirectory]
    /// A value each time that there may be something to do.
    let wakeups: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation
    private let requests = Mutex(ReloadRequests())
    private let now: @Sendable () -> Date

    /// Reads the policies. Challengers that are no good don't stop the start: they decide nothing.
    init(
        directory: String, challengerDirectory: String?, now: @escaping @Sendable () -> Date = { Date() }
    ) throws(PolicyLoadError) {
        let candidate = PolicyCandidate(directory: directory)
        let policies = try candidate.result.get()
        var directories = [PolicyDirectory(.policy, path: directory, first: candidate, at: now())]
        var challengers: PolicySet?
        if let challengerDirectory {
            let challenger = PolicyCandidate(directory: challengerDirectory)
            challengers = try? challenger.result.get()
            directories.append(PolicyDirectory(.challenger, path: challengerDirectory, first: challenger, at: now()))
        }
        store = PolicyStore(policies, challengers: challengers)
        self.directories = directories
        self.now = now
        (wakeups, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Has the files looked at soon.
    func requestLook() { wake.yield() }

    /// Has everything loaded soon, whether it has changed or not.
    func requestReload() {
        requests.withLock { $0.request() }
        wake.yield()
    }

    /// The same, and waits for what comes of it. Many who wait at once share one load.
    ///
    /// - Returns: nil if the service is about to stop.
    func reload() async -> PolicyReload? {
        await withCheckedContinuation { waiter in
            guard requests.withLock({ $0.request(waiter) }) else { return waiter.resume(returning: nil) }
            wake.yield()
        }
    }

    /// Nobody looks at the files any more.
    func end() {
        for waiter in requests.withLock({ $0.end() }) { waiter.resume(returning: nil) }
    }

    /// Puts on the log which policies are in force from the start.
    func recordStart(on log: DecisionLog) async throws(DecisionLogError) {
        let inForce = store.current
        try await record(inForce.policies, .policy, on: log)
        if let challengers = inForce.challengers { try await record(challengers, .challenger, on: log) }
    }

    /// Loads what has changed, or everything if that was asked for.
    func look(log: DecisionLog, logger: Logger) async {
        let requests = requests.withLock { $0.take() }
        var reload: PolicyReload? = PolicyReload()
        defer { for waiter in requests.waiters { waiter.resume(returning: reload) } }
        for directory in directories {
            let files = directory.files
            guard let seen = await OwnThread.run("policy-look", { files.now() }) else {
                // The service stops.
                return reload = nil
            }
            let isDue = directory.isDue(seen)
            if isDue || requests.isRequested { await load(directory, log: log, logger: logger, telling: &reload) }
        }
    }

    private func load(
        _ directory: PolicyDirectory, log: DecisionLog, logger: Logger, telling reload: inout PolicyReload?
    ) async {
        let path = directory.path
        directory.loadBegins(at: now())
        let read = await OwnThread.run("policy-load") { () -> PolicyCandidate? in
            for _ in 0..<Self.maxReads {
                let candidate = PolicyCandidate(directory: path)
                if candidate.files.now() == candidate.files { return candidate }
            }
            return nil
        }
        // The service stops.
        guard let read else { return reload = nil }
        let before = inForce(directory.role)
        /// For what isn't the policies' fault.
        func refuseForNow(_ reason: String) {
            refuse(directory, nil, reason, logger)
            let mistake = PolicyReload.Mistake(role: directory.role.rawValue, message: reason)
            reload?.add(directory.role, refused: [mistake], omitted: 0, inForce: before)
        }
        guard let candidate = read else { return refuseForNow("its files change while they are read") }
        do {
            let policies = try candidate.result.get()
            guard case .writable = log.health else { throw DecisionLogError.notWritable(reason: "see its health") }
            try await record(policies, directory.role, on: log)
            switch directory.role {
            case .policy: store.replace(policies: policies)
            case .challenger: store.replace(challengers: policies)
            }
            directory.loaded(candidate, at: now())
            Self.tell(policies, directory.role, logger)
            reload?.add(directory.role, loaded: policies, before: before)
        } catch let error as PolicyLoadError {
            let mistakes = error.problems.map { PolicyReload.Mistake($0, role: directory.role) }
            refuse(directory, candidate, error.summary, logger)
            reload?.add(directory.role, refused: mistakes, omitted: error.omitted, inForce: before)
        } catch {
            // Tried again when the log can be written: nothing is wrong with the policies.
            refuseForNow("the decision log can't take the record of the load")
        }
    }

    private func inForce(_ role: PolicyDirectory.Role) -> PolicySet? {
        let inForce = store.current
        return switch role {
        case .policy: inForce.policies
        case .challenger: inForce.challengers
        }
    }

    private func refuse(_ directory: PolicyDirectory, _ candidate: PolicyCandidate?, _ reason: String, _ logger: Logger)
    {
        guard directory.refused(reason, candidate, at: now()) else { return }
        logger.error(
            "\(directory.role.rawValue) not loaded, the running one stays",
            metadata: ["directory": "\(directory.path)", "reason": "\(reason)"])
    }

    private func record(
        _ policies: PolicySet, _ role: PolicyDirectory.Role, on log: DecisionLog
    ) async throws(DecisionLogError) {
        for event in policies.events {
            guard let policy = policies.policy(for: event) else { continue }
            _ = try await log.append(
                type: PolicyRecord.type, id: "pol_\(UUID().uuidString.lowercased())",
                data: PolicyRecord.data(policy, isChallenger: role == .challenger))
        }
    }

    /// Tells what is in force, and what a challenger at the start lacks to be.
    func tellStart(_ logger: Logger) {
        let inForce = store.current
        Self.tell(inForce.policies, .policy, logger)
        if let challengers = inForce.challengers { Self.tell(challengers, .challenger, logger) }
        for directory in directories {
            guard let refusal = directory.health.refusal else { continue }
            logger.error(
                "\(directory.role.rawValue) not loaded",
                metadata: ["directory": "\(directory.path)", "reason": "\(refusal)"])
        }
    }

    private static func tell(_ policies: PolicySet, _ role: PolicyDirectory.Role, _ logger: Logger) {
        for event in policies.events {
            guard let policy = policies.policy(for: event) else { continue }
            logger.info(
                "\(role.rawValue) loaded",
                metadata: ["event": "\(event)", "version": "\(policy.version)", "digest": "\(policy.digest)"])
        }
    }
}
