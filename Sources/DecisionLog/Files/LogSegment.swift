import SystemPackage

/// One file of a log.
struct LogSegment: Sendable {
    let path: FilePath
    let name: String

    /// The active file is the last one and may end within a record that is being written.
    var isActive: Bool { name == LogDirectory.activeName }

    /// A closed segment's first sequence, which its name has; nil for the active one.
    var firstSequence: UInt64? { Self.firstSequence(ofName: name) }

    /// The sequence in `decisions-<20 digits>.ndjson`, or nil for any other name.
    static func firstSequence(ofName name: String) -> UInt64? {
        let prefix = "decisions-"
        let suffix = ".ndjson"
        guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { return nil }
        let digits = name.dropFirst(prefix.count).dropLast(suffix.count)
        guard digits.utf8.count == RecordFormat.sequenceDigits, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return UInt64(digits)
    }

    /// The time of the first record; nil if it doesn't begin with one, which `verify` is there to say, or isn't there any more.
    ///
    /// - Throws: `.unreadable`.
    func begun() throws(DecisionLogError) -> Timestamp? {
        try path.naming { path in
            let file: FileDescriptor
            do {
                file = try path.openForReading()
            } catch Errno.noSuchFileOrDirectory {
                return nil
            }
            return try file.closeAfter {
                var reader = LineReader(file, from: 0, blockBytes: 16 << 10)
                guard case .line(let range) = try reader.next() else { return nil }
                return (try? RecordLine(reader.bytes[range]))?.time
            }
        }
    }
}
