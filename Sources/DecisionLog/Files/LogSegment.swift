import SystemPackage

/// One file of a log.
struct LogSegment: Sendable {
    static let compressedSuffix = ".gz"
    static func compressedName(_ name: String) -> String { name + compressedSuffix }

    private let directory: FilePath
    let name: String
    /// The file that was compressed and its compressed copy are both there; this is the former.
    let isDoubled: Bool

    init(directory: FilePath, name: String, isDoubled: Bool = false) {
        self.directory = directory
        self.name = name
        self.isDoubled = isDoubled
    }

    /// Put together when it is asked for: of the many that a directory lists, few are opened.
    var path: FilePath { directory.appending(name) }

    var isCompressed: Bool { Self.isCompressed(name: name) }

    static func isCompressed(name: String) -> Bool { name.hasSuffix(compressedSuffix) }

    /// Where this one's compressed copy is, or would be.
    var compressed: LogSegment {
        LogSegment(directory: directory, name: Self.compressedName(name))
    }

    /// The active file is the last one and may end within a record that is being written.
    var isActive: Bool { name == LogDirectory.activeName }

    /// Nothing is added to it any more, by its name: of a file that somebody named in another way it isn't known.
    var isClosed: Bool { isCompressed || firstSequence != nil }

    /// A closed segment's first sequence, which its name has; nil for the active one.
    var firstSequence: UInt64? { Self.firstSequence(ofName: name) }

    /// The sequence in `decisions-<20 digits>.ndjson`, compressed or not, or nil for any other name.
    static func firstSequence(ofName name: String) -> UInt64? {
        let prefix = "decisions-"
        let suffix = ".ndjson" + (isCompressed(name: name) ? compressedSuffix : "")
        guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { return nil }
        let digits = name.dropFirst(prefix.count).dropLast(suffix.count)
        guard digits.utf8.count == RecordFormat.sequenceDigits, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return UInt64(digits)
    }

    /// Opens it for reading, under its other name if it was compressed since it was listed.
    ///
    /// - Throws: as `FilePath.openForReading()`.
    func open() throws -> (segment: LogSegment, file: SegmentFile) {
        do {
            return (self, try SegmentFile(path))
        } catch Errno.noSuchFileOrDirectory where firstSequence != nil && !isCompressed {
            return (compressed, try SegmentFile(compressed.path))
        }
    }

    /// How long its content is, in bytes; 0 if it isn't there any more.
    ///
    /// - Throws: `.unreadable`.
    func contentBytes() throws(DecisionLogError) -> Int64 {
        try path.naming { _ in
            do {
                let file = try open().file
                return try file.descriptor.closeAfter { try file.contentBytes() }
            } catch Errno.noSuchFileOrDirectory {
                return 0
            }
        }
    }

    /// The time of the first record; nil if it doesn't begin with one, which `verify` is there to say, or isn't there any more.
    ///
    /// - Throws: `.unreadable`.
    func begun() throws(DecisionLogError) -> Timestamp? {
        try path.naming { path in
            let file: SegmentFile
            do {
                file = try open().file
            } catch Errno.noSuchFileOrDirectory {
                return nil
            }
            return try file.descriptor.closeAfter {
                var reader = LineReader(file, from: 0, blockBytes: 16 << 10)
                guard case .line(let range) = try reader.next() else { return nil }
                return (try? RecordLine(reader.bytes[range]))?.time
            }
        }
    }
}
