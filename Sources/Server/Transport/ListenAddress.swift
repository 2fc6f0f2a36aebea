/// Where the server listens.
package enum ListenAddress: Sendable, Equatable, CustomStringConvertible {
    /// Port 0 is any free one.
    case network(host: String, port: Int)
    case unixSocket(path: String)

    /// As in a URL, or `unix:` and the path.
    package var description: String {
        switch self {
        case .network(let host, let port): "\(host.contains(":") ? "[\(host)]" : host):\(port)"
        case .unixSocket(let path): "unix:\(path)"
        }
    }
}
