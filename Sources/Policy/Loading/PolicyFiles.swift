import Synchronization

/// Reads the files of one load, and keeps what they looked like, so that a later change of any of them can be seen: of
/// documents, lists, tests and the answers that tests name, those that couldn't be read included.
package final class PolicyFiles: Sendable {
    private let noted = Mutex(FileStates())

    package init() {}

    /// What was read so far, as it looked before it was read.
    package var states: FileStates { noted.withLock { $0 } }

    func read(_ path: String, maxBytes: Int) throws(PolicyFileError) -> [UInt8] {
        noted.withLock { $0.note(file: path) }
        return try PolicyFile.read(path, maxBytes: maxBytes)
    }

    /// The documents and tests in a directory, in alphabetical order, those with an odd ending included; nil if it can't
    /// be read.
    func names(in directory: String) -> [String]? {
        noted.withLock { $0.note(directory: directory) }
        return FileStates.names(in: directory)
    }
}
