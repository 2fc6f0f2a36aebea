import Dispatch
import Foundation
import SystemPackage

/// Signs checkpoints and appends them to the log's file of them, and to a copy elsewhere. A failure stops no decision: the next
/// checkpoint covers what this one would have.
struct CheckpointWriter: Sendable {
    private let key: CheckpointKey
    private let policy: CheckpointPolicy
    private let directory: LogDirectory
    private let copy: FilePath?
    private var file: LogFile?
    /// Records that the last synced checkpoint covers.
    private(set) var covered: UInt64
    private var dueAt: DispatchTime?
    /// Why the last one couldn't be written; nil if it could.
    private(set) var failure: String?
    private let status: CheckpointStatus
    private let onSigned: (@Sendable ([UInt8]) -> Void)?
    private let now: @Sendable () -> Date

    /// - Parameters:
    ///   - last: the last checkpoint in the file, which ends with it.
    ///   - status: is told what came of each.
    init(
        _ signing: DecisionLog.Checkpoints, directory: LogDirectory, last: Checkpoint?, status: CheckpointStatus,
        now: @escaping @Sendable () -> Date
    ) {
        self.status = status
        self.now = now
        onSigned = signing.onSigned
        key = signing.key
        policy = signing.policy
        copy = signing.copy.map { FilePath($0) }
        self.directory = directory
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
            try append(note)
            covered = tree.size
            onSigned?(note.dropLast())
            if let copy { try Self.append(note, to: copy) }
            failure = nil
            status.succeeded()
        } catch {
            let reason = (error as? WriteFailure)?.reason ?? LogDirectory.reason(error)
            failure = reason
            status.failed(reason, at: now())
            dueAt = .now() + .milliseconds(policy.maxDelay.milliseconds)
        }
    }

    func close() {
        file?.close()
    }

    private mutating func append(_ note: [UInt8]) throws {
        var file = try file ?? open()
        if file.failedSync != nil { file = try renewed(file) }
        defer { self.file = file }
        try file.append(note, sync: true)
    }

    private func open() throws -> LogFile {
        let descriptor = try FileDescriptor.open(
            directory.checkpoints, .readWrite, options: [.create, .append, .closeOnExec], permissions: .logFile)
        do {
            try directory.sync()
            return LogFile(descriptor, size: try descriptor.size())
        } catch {
            try? descriptor.close()
            throw error
        }
    }

    /// After a failed sync the file isn't written on: a copy of what it had takes its place.
    private func renewed(_ old: LogFile) throws -> LogFile {
        let path = directory.path.appending(LogDirectory.checkpointsName + ".next")
        let new = try LogFile.create(path)
        do {
            try old.descriptor.copy(0..<old.size, to: new.descriptor)
            try path.move(to: directory.checkpoints)
            try directory.sync()
        } catch {
            new.close()
            throw error
        }
        old.close()
        return LogFile(new.descriptor, size: old.size)
    }

    private static func append(_ note: [UInt8], to path: FilePath) throws {
        let file = try FileDescriptor.open(
            path, .writeOnly, options: [.create, .append, .closeOnExec], permissions: .logFile)
        try file.closeAfter {
            try file.writeAll(note)
            try file.syncData()
        }
    }
}
