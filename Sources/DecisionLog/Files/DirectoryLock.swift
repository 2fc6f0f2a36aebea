import Foundation
import Synchronization
import SystemPackage

/// One process writes a log directory at a time: an exclusive `flock` on the file `lock`, which holds the owner's pid for people, and one
/// on the directory itself, since anybody can remove a file.
final class DirectoryLock: Sendable {
    private let directory: LogDirectory
    private let file: Mutex<FileDescriptor>
    /// Nil where directories can't be locked, as on NFS.
    private let directoryLock: FileDescriptor?

    /// - Throws: `.locked` with the holder's pid, `.unreadable` if the lock file can't be opened.
    init(_ directory: LogDirectory) throws(DecisionLogError) {
        self.directory = directory
        let file = try Self.locked(directory)
        do throws(DecisionLogError) {
            directoryLock = try Self.lock(directoryOf: directory)
        } catch {
            try? file.close()
            throw error
        }
        self.file = Mutex(file)
        Self.write(ProcessInfo.processInfo.processIdentifier, to: file)
    }

    /// Locks a new file if somebody has removed the old one or put another in its place.
    ///
    /// - Throws: `.locked` if another process has locked that.
    func renewIfRemoved() throws(DecisionLogError) {
        let directory = directory
        try file.withLock { file throws(DecisionLogError) in
            let isThere = try directory.lock.naming { try FileIdentity($0)?.isSame(as: FileIdentity(file)) ?? false }
            guard !isThere else { return }
            let renewed = try Self.locked(directory)
            Self.write(ProcessInfo.processInfo.processIdentifier, to: renewed)
            try? file.close()
            file = renewed
        }
    }

    func release() {
        file.withLock { file in
            try? file.resize(to: 0)
            try? file.close()
        }
        try? directoryLock?.close()
    }

    /// The lock file, locked.
    private static func locked(_ directory: LogDirectory) throws(DecisionLogError) -> FileDescriptor {
        try directory.lock.naming { path in
            let file = try path.openFile(.readWrite, options: .create)
            do {
                guard try file.tryLock() else {
                    throw DecisionLogError.locked(directory: directory.path.string, pid: pid(in: file))
                }
                return file
            } catch {
                try? file.close()
                throw error
            }
        }
    }

    private static func lock(directoryOf directory: LogDirectory) throws(DecisionLogError) -> FileDescriptor? {
        let descriptor = try directory.path.naming { path in
            try FileDescriptor.open(path, .readOnly, options: [.directory, .closeOnExec])
        }
        let isFree = try? descriptor.tryLock()
        if isFree == true { return descriptor }
        try? descriptor.close()
        // Network file systems know no such lock: there the file alone has to do.
        guard isFree == nil else { throw .locked(directory: directory.path.string, pid: nil) }
        return nil
    }

    /// Only people read it: a full disk here mustn't be what stops the start.
    private static func write(_ pid: Int32, to file: FileDescriptor) {
        try? file.resize(to: 0)
        _ = try? file.writeAll(toAbsoluteOffset: 0, "\(pid)\n".utf8)
    }

    private static func pid(in file: FileDescriptor) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 16)
        guard let count = try? file.read(into: &bytes, at: 0..<bytes.count, fromOffset: 0) else { return nil }
        return Int32(String(decoding: bytes[..<count].prefix { $0 != RecordFormat.lineEnd }, as: UTF8.self))
    }
}
