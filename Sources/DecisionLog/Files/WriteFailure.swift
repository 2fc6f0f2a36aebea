import SystemPackage

/// Why a batch isn't in the file.
struct WriteFailure: Error, Sendable, Equatable {
    let reason: String

    init(_ what: String, _ error: (any Error)? = nil) {
        reason = error.map { "\(what): \(LogDirectory.reason($0))" } ?? what
    }
}
