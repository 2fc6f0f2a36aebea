import SystemPackage

/// Why a batch isn't in the file.
struct WriteFailure: Error, Sendable, Equatable {
    let reason: String
    /// True after a failed sync: the kernel may have dropped the pages and called them clean, so a later sync that succeeds
    /// proves nothing. Only reading the file anew, at a restart, does.
    let isFinal: Bool

    init(write error: any Error) {
        reason = "write failed: \(LogDirectory.reason(error))"
        isFinal = false
    }

    init(sync error: Errno) {
        reason = "fdatasync failed: \(error); nothing more is written before a restart"
        isFinal = true
    }
}
