import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension FileDescriptor {
    /// `fdatasync(2)`: content and what is needed to read it back, the size too, are on the device when this returns.
    func syncData() throws(Errno) {
        #if canImport(Darwin)
            try Self.retryInterrupted { fcntl(rawValue, F_FULLFSYNC) }
        #else
            try Self.retryInterrupted { fdatasync(rawValue) }
        #endif
    }

    /// `fsync(2)`; on a directory it makes created and removed names durable.
    func sync() throws(Errno) {
        try Self.retryInterrupted { fsync(rawValue) }
    }

    /// A sync that a signal interrupted (network file systems) hasn't failed: the pages are still to be written.
    private static func retryInterrupted(_ call: () -> CInt) throws(Errno) {
        while call() != 0 {
            let error = Errno(rawValue: errno)
            guard error == .interrupted else { throw error }
        }
    }

    /// `posix_fadvise(2)`: the range won't be read soon. Takes effect on what is on the device already.
    func adviseNotNeeded(from offset: Int64, bytes: Int64) {
        #if !canImport(Darwin)
            _ = posix_fadvise(rawValue, off_t(offset), off_t(bytes), POSIX_FADV_DONTNEED)
        #endif
    }

    /// `flock(2)`, exclusive, without waiting. The lock goes with the last descriptor of this opening, so also with a crash.
    ///
    /// - Returns: false if another opening of the file has it.
    func tryLock() throws(Errno) -> Bool {
        guard flock(rawValue, LOCK_EX | LOCK_NB) != 0 else { return true }
        let error = Errno(rawValue: errno)
        guard error == .wouldBlock else { throw error }
        return false
    }

    /// Reads into `buffer[range]` from `offset` of the file on.
    ///
    /// - Returns: how many bytes were read; 0 at the end of the file.
    func read(into buffer: inout [UInt8], at range: Range<Int>, fromOffset offset: Int64) throws(Errno) -> Int {
        do {
            return try unsafe buffer.withUnsafeMutableBytes { bytes in
                try unsafe read(fromAbsoluteOffset: offset, into: UnsafeMutableRawBufferPointer(rebasing: bytes[range]))
            }
        } catch {
            throw error as? Errno ?? .ioError
        }
    }

    /// `fstatvfs(3)`: how many bytes the file's file system has left for programs without privileges.
    func freeBytes() throws(Errno) -> Int64 {
        var status = statvfs()
        try Self.retryInterrupted { unsafe fstatvfs(rawValue, &status) }
        let (bytes, isOverflow) = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
        return isOverflow ? .max : Int64(clamping: bytes)
    }

    /// The file's length in bytes.
    func size() throws(Errno) -> Int64 {
        try Stat(self).size
    }
}

extension FilePath {
    /// Opens one of the log's files for reading.
    ///
    /// - Throws: as ``openFile(_:options:)``.
    func openForReading() throws -> FileDescriptor { try openFile(.readOnly) }

    /// Opens a regular file. A FIFO in its place would have the opening wait for the other side, perhaps for ever, and its bytes couldn't
    /// be read twice.
    ///
    /// - Throws: `Errno`, or ``NotAFile``.
    func openFile(
        _ mode: FileDescriptor.AccessMode, options: FileDescriptor.OpenOptions = []
    ) throws -> FileDescriptor {
        let file: FileDescriptor
        do {
            file = try FileDescriptor.open(
                self, mode, options: options.union([.closeOnExec, .nonBlocking]), permissions: .logFile)
        } catch Errno.noSuchAddressOrDevice {
            // A FIFO that nobody reads.
            throw NotAFile()
        }
        do {
            guard try Stat(file).type == .regular else { throw NotAFile() }
            return file
        } catch {
            try? file.close()
            throw error
        }
    }

    /// Whether a symbolic link has this name.
    func isLink() throws(Errno) -> Bool {
        do {
            return try Stat(self, followTargetSymlink: false).type == .symbolicLink
        } catch .noSuchFileOrDirectory {
            return false
        }
    }

    /// Runs `body`, whose errors of the system's become one that names this file.
    ///
    /// - Throws: `.unreadable`, or what of the log's own errors `body` throws.
    func naming<Result>(_ body: (FilePath) throws -> Result) throws(DecisionLogError) -> Result {
        do {
            return try body(self)
        } catch let error as DecisionLogError {
            throw error
        } catch {
            throw .unreadable(path: string, reason: LogDirectory.reason(error))
        }
    }

    /// `rename(2)`: `target` is replaced in one step if there is one.
    func move(to target: FilePath) throws(Errno) {
        guard unsafe rename(string, target.string) != 0 else { return }
        throw Errno(rawValue: errno)
    }

    /// `unlink(2)`; a name that isn't there is removed already.
    func remove() throws(Errno) {
        guard unsafe unlink(string) != 0 else { return }
        let error = Errno(rawValue: errno)
        guard error == .noSuchFileOrDirectory else { throw error }
    }
}
