import Providers
import Server

extension Settings.Builder {
    /// Where to listen. Beyond this machine only who is authenticated is served.
    mutating func address(isAuthenticated: Bool) -> ListenAddress {
        if let path = texts["server.unix_socket"] {
            if path.utf8.count > UnixSocketFile.maxPathBytes || path.utf8.contains(0) {
                problems.append(
                    "server.unix_socket: has \(path.utf8.count) bytes; a socket's path has \(UnixSocketFile.maxPathBytes) at the most, none of them zero"
                )
            }
            return .unixSocket(path: path)
        }
        let host = texts["server.host"] ?? ""
        if !isAuthenticated, !Loopback.isLoopback(host) {
            problems.append(
                "server.host: is not a loopback address, so auth.bearer_keys has to be set (PORTCULLIS_AUTH_BEARER_KEYS)"
            )
        }
        return .network(host: host, port: integer("server.port"))
    }
}
