import SystemPackage

/// Reads the file of checkpoints note by note, up to the length that it had at the start.
struct CheckpointReader {
    /// A note as it stands in the file.
    struct Entry {
        let checkpoint: Checkpoint
        let note: SignedNote
        /// The note's first line in the file, from 1.
        let line: Int
        /// Of the note's first byte.
        let offset: Int64
    }

    enum Step {
        case entry(Entry)
        /// The bytes from there on are no note.
        case damaged(line: Int, offset: Int64)
        /// The file ends, with this many bytes of an unfinished note.
        case end(restBytes: Int64)
    }

    private var lines: LineReader
    private var line = 1
    private let limit: Int64

    init(_ file: FileDescriptor) throws(Errno) {
        limit = try file.size()
        lines = LineReader(.plain(file), from: 0)
    }

    mutating func next() throws(Errno) -> Step {
        let start = lines.offset
        let first = line
        var note: [UInt8] = []
        var isSigned = false
        var isBehindText = false
        while true {
            switch try lines.next(limit: limit) {
            case .end: return .end(restBytes: limit - start)
            case .tooLong, .damaged: return .damaged(line: first, offset: start)
            case .line(let range):
                let text = lines.bytes[range]
                line += 1
                let isEmpty = text.count == 1
                if isSigned, isEmpty { return Self.step(note, line: first, offset: start) }
                isSigned = text.starts(with: SignedNote.signaturePrefix.utf8)
                // A checkpoint's text has no empty line: what comes behind one is signatures.
                if isBehindText, !isSigned { return .damaged(line: first, offset: start) }
                isBehindText = isBehindText || isEmpty
                note += text
                if note.count > SignedNote.maxBytes { return .damaged(line: first, offset: start) }
            }
        }
    }

    private static func step(_ bytes: [UInt8], line: Int, offset: Int64) -> Step {
        guard let note = SignedNote(bytes), let checkpoint = Checkpoint(note.text) else {
            return .damaged(line: line, offset: offset)
        }
        return .entry(Entry(checkpoint: checkpoint, note: note, line: line, offset: offset))
    }
}
