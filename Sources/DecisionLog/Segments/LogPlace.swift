import Dispatch
import SystemPackage

/// Where the log is, so that it shows when somebody moves or removes it under the service.
struct LogPlace: Sendable {
    private let directory: LogDirectory
    private let descriptor: FileDescriptor
    private let identity: FileIdentity
    private var lookedAt: DispatchTime?

    /// Looking costs two system calls, so it isn't done for each batch: what happens in between is made good later.
    private static let interval = DispatchTimeInterval.seconds(1)

    init(_ directory: LogDirectory) throws(DecisionLogError) {
        self.directory = directory
        do {
            descriptor = try FileDescriptor.open(directory.path, .readOnly, options: [.directory, .closeOnExec])
            identity = try FileIdentity(descriptor)
        } catch {
            throw .unreadable(path: directory.path.string, reason: LogDirectory.reason(error))
        }
    }

    enum Finding: Equatable {
        case inPlace
        /// The directory isn't where it was.
        case directoryGone
        /// Its name has gone, or is another file's.
        case fileGone
        /// It hasn't the length that was written.
        case fileAltered(bytes: Int64)
    }

    /// Whether it is time to look again.
    mutating func isDue() -> Bool {
        if let lookedAt, lookedAt + Self.interval > .now() { return false }
        lookedAt = .now()
        return true
    }

    mutating func forgetLastLook() {
        lookedAt = nil
    }

    func look(at file: LogFile?) throws(Errno) -> Finding {
        guard let now = try FileIdentity(directory.path), now.isSame(as: identity) else { return .directoryGone }
        guard let file else { return .inPlace }
        let own = try FileIdentity(file.descriptor)
        guard let named = try FileIdentity(directory.active), named.isSame(as: own) else { return .fileGone }
        return own.bytes == file.size || file.needsCut ? .inPlace : .fileAltered(bytes: own.bytes)
    }

    func close() {
        try? descriptor.close()
    }
}
