import SystemPackage

/// The segment in which the log ends, read through.
struct SegmentEnd {
    let file: FileDescriptor
    let scan: SegmentScan

    /// - Throws: `.corrupt` for what no crash explains, or `Errno`.
    init(_ path: FilePath, options: FileDescriptor.OpenOptions, _ checkpoint: Checkpoint?, _ index: RecordIndex) throws
    {
        file = try FileDescriptor.open(
            path, .readWrite, options: options.union(.closeOnExec), permissions: .logFile)
        do {
            var scan = SegmentScan(checkpoint: checkpoint, index: index)
            try scan.read(file)
            self.scan = scan
        } catch {
            try? file.close()
            guard let damage = error as? SegmentScan.Damage else { throw error }
            throw DecisionLogError.corrupt(path: path.string, offset: damage.offset, reason: "\(damage.defect)")
        }
    }

    /// Cuts off what follows the last good record, the part of a batch that no caller had an answer for, and keeps it aside.
    ///
    /// - Parameter sequence: of the record that comes next.
    /// - Returns: how many bytes that are.
    func cutTorn(_ directory: LogDirectory, beforeSequence sequence: UInt64) throws -> Int {
        let size = try file.size()
        guard size > scan.goodBytes else { return 0 }
        // Appended, since a crash between this and the next record comes by here with the same name again.
        let kept = try FileDescriptor.open(
            directory.torn(beforeSequence: sequence), .writeOnly, options: [.create, .append, .closeOnExec],
            permissions: .logFile)
        try kept.closeAfter { try file.copy(scan.goodBytes..<size, to: kept) }
        try file.resize(to: scan.goodBytes)
        try file.syncData()
        try directory.sync()
        return Int(clamping: size - scan.goodBytes)
    }
}
