import Dispatch
import Foundation

/// Signs checkpoints, appends them to the log's file of them, and hands them to whoever copies them elsewhere. A failure stops no
/// decision: the next checkpoint covers what this one would have.
struct CheckpointWriter: Sendable {
    private let key: CheckpointKey
    private let policy: CheckpointPolicy
    /// Nil if there is no copy.
    private let copy: CheckpointCopy?
    private var file: CheckpointFile
    /// Records that the last synced checkpoint covers.
    private(set) var covered: UInt64
    private var dueAt: DispatchTime?
    /// Why the last one couldn't be written; nil if it could.
    private(set) var failure: String?
    private let status: OutageStatus
    private let onSigned: (@Sendable ([UInt8]) -> Void)?
    private let now: @Sendable () -> Date

    /// - Parameters:
    ///   - last: the last checkpoint in the file, which ends with it.
    ///   - status: is told what came of each.
    init(
        _ signing: DecisionLog.Checkpoints, directory: LogDirectory, last: Checkpoint?, status: OutageStatus,
        copy: CheckpointCopy?, now: @escaping @Sendable () -> Date
    ) {
        self.status = status
        self.now = now
        onSigned = signing.onSigned
        key = signing.key
        policy = signing.policy
        self.copy = copy
        file = CheckpointFile(directory, isThere: last != nil)
        covered = last?.size ?? 0
    }

    /// When the next one is due by time.
    var deadline: DispatchTime? { dueAt }

    /// Takes note of records that were written. - Returns: whether a checkpoint is due.
    mutating func isDue(size: UInt64) -> Bool {
        guard size > covered else { return false }
        let due = dueAt ?? .now() + .milliseconds(policy.maxDelay.milliseconds)
        dueAt = due
        // After a failure only time counts: not each batch of a busy log tries again.
        return due <= .now() || failure == nil && size - covered >= policy.maxRecords
    }

    /// Signs and writes one over `tree`, all of whose records are synced.
    mutating func write(_ tree: MerkleTree) {
        dueAt = nil
        guard tree.size > covered else { return }
        do {
            let checkpoint = Checkpoint(origin: key.publicKey.name, size: tree.size, root: tree.root)
            let note = Array((try key.sign(checkpoint).description + "\n").utf8)
            let finding = try file.append(note)
            covered = tree.size
            onSigned?(note.dropLast())
            copy?.offer(note)
            failure = nil
            // What somebody did to the file is told until the next one.
            if let finding { status.failed(finding, at: now()) } else { status.succeeded() }
        } catch {
            let reason = (error as? WriteFailure)?.reason ?? LogDirectory.reason(error)
            failure = reason
            status.failed(reason, at: now())
            dueAt = .now() + .milliseconds(policy.maxDelay.milliseconds)
        }
    }

    /// Retention has removed the records up to `sequence`. What fails here is made good the next time.
    mutating func removed(upTo sequence: UInt64) {
        try? file.removeNotes(before: sequence)
    }

    func close() {
        file.close()
        copy?.close()
    }
}
