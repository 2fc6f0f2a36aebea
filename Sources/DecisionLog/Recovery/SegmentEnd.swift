import SystemPackage

/// The segment in which the log ends, read through.
struct SegmentEnd {
    let file: SegmentFile
    let scan: SegmentScan
    private let path: FilePath

    /// Nil if there is no such file. Reads, and changes nothing.
    ///
    /// - Throws: `.corrupt` for what no crash explains, or `.unreadable`.
    init?(
        _ path: FilePath, _ durability: Durability, _ checkpoint: Checkpoint?, _ index: RecordIndex
    ) throws(DecisionLogError) {
        self.path = path
        do {
            file = try Self.open(path)
        } catch Errno.noSuchFileOrDirectory {
            return nil
        } catch {
            throw .unreadable(path: path.string, reason: LogDirectory.reason(error))
        }
        do {
            var scan = SegmentScan(checkpoint: checkpoint, durability: durability, index: index)
            try scan.read(file)
            self.scan = scan
        } catch {
            try? file.descriptor.close()
            guard let damage = error as? SegmentScan.Damage else {
                throw .unreadable(path: path.string, reason: LogDirectory.reason(error))
            }
            throw .corrupt(path: path.string, offset: damage.offset, reason: "\(damage.defect)")
        }
    }

    func close() {
        try? file.descriptor.close()
    }

    /// Cuts off what follows the last good record, the part of a batch that no caller had an answer for, and keeps it aside.
    ///
    /// - Parameter sequence: of the record that comes next.
    /// - Returns: how many bytes that are.
    func cutTorn(_ directory: LogDirectory, beforeSequence sequence: UInt64) throws(DecisionLogError) -> Int {
        // A compressed one is closed for good: the record after it says where its records end.
        guard case .plain(let file) = file else { return 0 }
        let bytes = try path.naming { _ in try file.size() } - scan.goodBytes
        guard bytes > 0 else { return 0 }
        try directory.torn(beforeSequence: sequence).naming { torn in
            // Appended, since a crash between this and the next record comes by here with the same name again.
            let kept = try torn.openFile(.writeOnly, options: [.create, .append, .noFollow])
            try kept.closeAfter { try file.copy(scan.goodBytes..<scan.goodBytes + bytes, to: kept) }
        }
        try path.naming { _ in
            try file.resize(to: scan.goodBytes)
            try file.syncData()
        }
        try directory.sync()
        return Int(clamping: bytes)
    }

    private static func open(_ path: FilePath) throws -> SegmentFile {
        guard !LogSegment.isCompressed(name: path.lastComponent?.string ?? "") else { return try SegmentFile(path) }
        // Appending in the kernel: even a wrong offset of ours can't overwrite a record.
        return .plain(try path.openFile(.readWrite, options: .append))
    }
}
