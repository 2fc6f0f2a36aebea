/// Why the server can't listen on a Unix socket, for the person who starts it.
package enum UnixSocketError: Error, Equatable, CustomStringConvertible {
    case inUse
    case notASocket
    /// Neither a living process's nor surely a dead one's.
    case unclear(reason: String)

    package var description: String {
        switch self {
        case .inUse: "another process listens there"
        case .notASocket: "there is a file that is no socket"
        case .unclear(let reason): "whether a process listens there can't be found out: \(reason)"
        }
    }
}
