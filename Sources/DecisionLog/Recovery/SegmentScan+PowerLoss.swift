import SystemPackage

extension SegmentScan {
    /// What devices write whole or not at all; file systems' blocks are multiples of it.
    private static let sectorBytes: Int64 = 512

    /// Whether a power loss explains all from a bad line on: sectors of what wasn't synced that read as zeros, which no line holds.
    ///
    /// - Parameters:
    ///   - reader: stands behind the bad line, which it still holds; reads on.
    ///   - size: of the file.
    func isPowerLoss(_ reader: inout LineReader, bad: Range<Int>, size: Int64) throws(Errno) -> Bool {
        guard hasUnwrittenSectors(reader.bytes[bad], size: size) else { return false }
        return isCommit ? try isOneWrite(&reader, bad: bad, size: size) : true
    }

    /// Whether the line has zeros, and all of them reach from a sector's begin, or the line's, to a sector's end, or the file's.
    private func hasUnwrittenSectors(_ line: ArraySlice<UInt8>, size: Int64) -> Bool {
        func isEdge(_ index: Int) -> Bool {
            let offset = goodBytes + Int64(index - line.startIndex)
            return offset % Self.sectorBytes == 0 || offset == goodBytes || offset == size
        }
        var isFound = false
        var isZero = false
        for (index, byte) in zip(line.indices, line) where (byte == 0) != isZero {
            guard isEdge(index) else { return false }
            isZero.toggle()
            isFound = true
        }
        return isFound
    }

    /// Where each batch is synced before the next, no more than one write is ever unsynced, and all of its records have the same time. What
    /// stands before the records of another one was synced, and answered.
    private func isOneWrite(_ reader: inout LineReader, bad: Range<Int>, size: Int64) throws(Errno) -> Bool {
        guard size - goodBytes <= Writer.maxUnsyncedBytes else { return false }
        var time = RecordLine.time(ofDamaged: reader.bytes[bad])
        while case .line(let range) = try reader.next() {
            guard let record = try? RecordCheck.whole(reader.bytes[range]) else { continue }
            guard record.time == time ?? record.time else { return false }
            time = record.time
        }
        return true
    }
}
