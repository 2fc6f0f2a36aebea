import Foundation
import SystemPackage

/// One process writes a log directory at a time: an exclusive `flock` on the file `lock`, which holds the owner's pid for people.
struct DirectoryLock: Sendable {
    private let file: FileDescriptor

    /// - Throws: `.locked` with the holder's pid, `.unreadable` if the lock file can't be opened.
    init(_ directory: LogDirectory) throws(DecisionLogError) {
        let file: FileDescriptor
        let isFree: Bool
        do {
            file = try FileDescriptor.open(
                directory.lock, .readWrite, options: [.create, .closeOnExec],
                permissions: FilePermissions(rawValue: 0o640))
            do {
                isFree = try file.tryLock()
            } catch {
                try? file.close()
                throw error
            }
        } catch {
            throw .unreadable(path: directory.lock.string, reason: LogDirectory.reason(error))
        }
        guard isFree else {
            let holder = Self.pid(in: file)
            try? file.close()
            throw .locked(directory: directory.path.string, pid: holder)
        }
        self.file = file
        // Only people read it: a full disk here mustn't be what stops the start.
        try? file.resize(to: 0)
        _ = try? file.writeAll(toAbsoluteOffset: 0, "\(ProcessInfo.processInfo.processIdentifier)\n".utf8)
    }

    func release() {
        try? file.resize(to: 0)
        try? file.close()
    }

    private static func pid(in file: FileDescriptor) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 16)
        guard let count = try? file.read(into: &bytes, at: 0..<bytes.count, fromOffset: 0) else { return nil }
        return Int32(String(decoding: bytes[..<count].prefix { $0 != RecordFormat.lineEnd }, as: UTF8.self))
    }
}
