import SystemPackage

/// A file of whole batches or nothing. Used by one thread at a time; every call blocks.
struct LogFile: Sendable {
    let descriptor: FileDescriptor
    /// The end of the last whole batch, to which a failed one is cut back.
    private(set) var size: Int64
    private(set) var isUnsynced = false
    /// A failed batch is still in the file, in part or whole.
    private(set) var needsCut = false
    /// A sync failed. The kernel may have dropped the pages and called them clean, so that a later sync that succeeds would prove
    /// nothing: the file takes no more.
    private(set) var failedSync: WriteFailure?
    /// Up to here the file's pages have been given back.
    private var released: Int64

    /// What stays in memory for those who follow the log, and the step in which the rest is given back.
    private static let keptBytes: Int64 = 4 << 20

    /// - Parameters:
    ///   - descriptor: opened for appending; closed by `close()`.
    ///   - size: the file's length, at a record's end.
    init(_ descriptor: FileDescriptor, size: Int64) {
        self.descriptor = descriptor
        self.size = size
        released = size
    }

    /// A new file at `path`, in place of an old one, for appending in the kernel: even a wrong offset of ours can't overwrite a record.
    /// What a link that somebody put there points to is left alone.
    static func create(_ path: FilePath) throws(WriteFailure) -> LogFile {
        do {
            try path.remove()
            let descriptor = try FileDescriptor.open(
                path, .readWrite, options: [.create, .exclusiveCreate, .append, .closeOnExec], permissions: .logFile)
            return LogFile(descriptor, size: 0)
        } catch {
            throw WriteFailure("\(path.lastComponent?.string ?? "the file") can't be created", error)
        }
    }

    /// Appends whole lines with one write (more only after a short one), and makes them durable if `sync` is set.
    mutating func append(_ lines: [UInt8], sync: Bool) throws(WriteFailure) {
        if let failedSync { throw failedSync }
        do {
            try cut()
            try descriptor.writeAll(lines)
        } catch {
            needsCut = true
            try? cut()
            throw WriteFailure("write failed", error)
        }
        isUnsynced = true
        if sync { try syncOrCut() }
        size += Int64(lines.count)
        if !isUnsynced { releasePages() }
    }

    /// Makes all that was appended durable; nothing to do if it is.
    mutating func sync() throws(WriteFailure) {
        guard isUnsynced else { return }
        if let failedSync { throw failedSync }
        do {
            try descriptor.syncData()
            isUnsynced = false
        } catch {
            let failure = WriteFailure("fdatasync failed", error)
            failedSync = failure
            throw failure
        }
    }

    /// Nothing here is read again by the service: its pages are worth more to others, and new ones that were in use just now cost
    /// the next write a fraction of fresh ones. Advice only, so a failure changes nothing.
    private mutating func releasePages() {
        guard size - released >= 2 * Self.keptBytes else { return }
        let end = size - Self.keptBytes
        descriptor.adviseNotNeeded(from: released, bytes: end - released)
        released = end
    }

    /// Best effort after a failed last sync; a close error says nothing that the sync hasn't.
    func close() {
        try? descriptor.close()
    }

    private mutating func syncOrCut() throws(WriteFailure) {
        do {
            try sync()
        } catch {
            // These lines' callers are told that they failed, so the lines had better not be found after a restart.
            needsCut = true
            try? cut()
            throw error
        }
    }

    private mutating func cut() throws {
        guard needsCut else { return }
        try descriptor.resize(to: size)
        needsCut = false
    }
}

extension FilePermissions {
    /// Of every file in a log's directory: the service writes, its group reads.
    static let logFile = FilePermissions(rawValue: 0o640)
}
