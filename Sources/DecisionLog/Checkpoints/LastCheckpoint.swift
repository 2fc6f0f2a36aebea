import SystemPackage

/// The end of the file of checkpoints, as a start finds it: the last note is enough, the file may be long.
struct LastCheckpoint {
    /// Nil if there is none.
    let checkpoint: Checkpoint?
    /// The file's length up to and with the last whole note.
    let wholeBytes: Int64
    /// Of a note that a crash left unfinished.
    let tornBytes: Int64

    /// - Throws: `Errno`, or a `LogVerifier.Defect` if the last note isn't one.
    init(_ file: FileDescriptor) throws {
        let size = try file.size()
        let count = Int(min(size, Int64(2 * SignedNote.maxBytes)))
        var bytes = [UInt8](repeating: 0, count: count)
        let read = try file.read(into: &bytes, at: 0..<count, fromOffset: size - Int64(count))
        guard read == count else { throw Errno.ioError }
        let ends = Self.noteEnds(bytes)
        guard let end = ends.last else {
            guard size <= Int64(SignedNote.maxBytes) else { throw LogVerifier.Defect.note }
            (checkpoint, wholeBytes, tornBytes) = (nil, 0, size)
            return
        }
        let start = ends.dropLast().last ?? 0
        guard let note = SignedNote(bytes[start..<end - 1]), let checkpoint = Checkpoint(note.text) else {
            throw LogVerifier.Defect.note
        }
        self.checkpoint = checkpoint
        wholeBytes = size - Int64(count - end)
        tornBytes = Int64(count - end)
    }

    /// Where notes end: behind the empty line that follows a line with a signature.
    private static func noteEnds(_ bytes: [UInt8]) -> [Int] {
        var ends: [Int] = []
        var lineStart = 0
        var isSignature = false
        for (index, byte) in bytes.enumerated() where byte == RecordFormat.lineEnd {
            if index == lineStart, isSignature { ends.append(index + 1) }
            isSignature = bytes[lineStart...index].starts(with: SignedNote.signaturePrefix.utf8)
            lineStart = index + 1
        }
        return ends
    }
}
