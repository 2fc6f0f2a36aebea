import SystemPackage

/// The end of the file of checkpoints, as a start finds it: the last note is enough, the file may be long.
struct LastCheckpoint {
    /// Nil if there is none.
    let checkpoint: Checkpoint?
    /// The file's length up to and with the last whole note.
    let wholeBytes: Int64
    /// Of a note that a crash left unfinished.
    let tornBytes: Int64

    /// Nil if there is no such file.
    ///
    /// - Throws: `.corrupt` if the last note isn't one, or what reading throws.
    init?(_ path: FilePath) throws {
        let file: FileDescriptor
        do {
            file = try path.openForReading()
        } catch Errno.noSuchFileOrDirectory {
            return nil
        }
        do {
            self = try file.closeAfter { try LastCheckpoint(file) }
        } catch let defect as LogVerifier.Defect {
            throw DecisionLogError.corrupt(path: path.string, offset: 0, reason: "the last note is \(defect)")
        }
    }

    private init(_ file: FileDescriptor) throws {
        let size = try file.size()
        let count = Int(min(size, Int64(2 * SignedNote.maxBytes)))
        var bytes = [UInt8](repeating: 0, count: count)
        let read = try file.read(into: &bytes, at: 0..<count, fromOffset: size - Int64(count))
        guard read == count else { throw Errno.ioError }
        guard let end = SignedNote.ends(in: bytes[...]).last else {
            guard size <= Int64(SignedNote.maxBytes) else { throw LogVerifier.Defect.note }
            (checkpoint, wholeBytes, tornBytes) = (nil, 0, size)
            return
        }
        guard let note = SignedNote.last(in: bytes[..<end]), let checkpoint = Checkpoint(note.text) else {
            throw LogVerifier.Defect.note
        }
        self.checkpoint = checkpoint
        wholeBytes = size - Int64(count - end)
        tornBytes = Int64(count - end)
    }

    /// Cuts off a note that a crash left unfinished.
    func cutTorn(_ directory: LogDirectory) throws(DecisionLogError) {
        guard tornBytes > 0 else { return }
        try directory.checkpoints.naming { path in
            let file = try path.openFile(.readWrite)
            try file.closeAfter {
                try file.resize(to: wholeBytes)
                try file.syncData()
            }
        }
    }
}
