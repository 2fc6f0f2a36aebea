import SystemPackage

/// The log's file of checkpoints. Used by the writer's thread alone.
struct CheckpointFile: Sendable {
    private let directory: LogDirectory
    /// Nil until it is needed, if there was none at the start.
    private var file: LogFile?

    /// - Parameter isThere: whether there is one already, which is held open from now on: then somebody's removing it loses nothing.
    init(_ directory: LogDirectory, isThere: Bool) {
        self.directory = directory
        // What fails here is tried again, and told, with the first checkpoint.
        if isThere { file = try? Self.open(directory) }
    }

    /// Appends a note and syncs it.
    ///
    /// - Returns: what somebody else did to the file, which was made good; nil if nothing.
    mutating func append(_ note: [UInt8]) throws -> String? {
        let current = try file ?? Self.open(directory)
        file = current
        let named = try FileIdentity(directory.checkpoints)
        let isMoved = try named.map { try !$0.isSame(as: FileIdentity(current.descriptor)) } ?? true
        if isMoved, let named, named.bytes > 0 {
            // It isn't ours, but it may be somebody's.
            try directory.checkpoints.move(to: directory.displacedCheckpoints)
        }
        // After a failed sync the file isn't written on: a copy of what it had takes its place.
        if isMoved || current.failedSync != nil { try replace(from: 0) }
        try file?.append(note, sync: true)
        return isMoved
            ? "\(LogDirectory.checkpointsName) was moved or removed by somebody else, and put back as it was" : nil
    }

    /// Removes the notes that come before the last one of at most `size` records, all of which retention has removed: that one still says
    /// what was there.
    mutating func removeNotes(before size: UInt64) throws {
        guard let file else { return }
        var reader = try CheckpointReader(file.descriptor)
        var start: Int64 = 0
        while case .entry(let entry) = try reader.next(), entry.checkpoint.size <= size { start = entry.offset }
        if start > 0 { try replace(from: start) }
    }

    func close() {
        file?.close()
    }

    private static func open(_ directory: LogDirectory) throws -> LogFile {
        let descriptor = try directory.checkpoints.openFile(.readWrite, options: [.create, .append])
        do {
            try directory.sync()
            return LogFile(descriptor, size: try descriptor.size())
        } catch {
            try? descriptor.close()
            throw error
        }
    }

    /// Puts a copy of the notes from `start` on in the file's place.
    private mutating func replace(from start: Int64) throws {
        guard let old = file else { return }
        let path = directory.path.appending(LogDirectory.checkpointsName + ".next")
        let new = try LogFile.create(path)
        do {
            try old.descriptor.copy(start..<old.size, to: new.descriptor)
            try path.move(to: directory.checkpoints)
        } catch {
            new.close()
            throw error
        }
        old.close()
        file = LogFile(new.descriptor, size: old.size - start)
        try directory.sync()
    }
}
