import DecisionLog
import Policy
import Server

/// Why the service can't start, for the person who starts it.
enum StartError: Error, CustomStringConvertible {
    case noVendor
    case vendor(String)
    case policy(PolicyLoadError)
    case log(DecisionLogError)
    case tls(TLSFileError)
    case listen(ListenAddress, reason: String)

    var description: String {
        switch self {
        case .noVendor:
            """
            No vendor is enabled. Set PORTCULLIS_PROVIDERS_TRIPWIRE_SECRET_KEY or \
            PORTCULLIS_PROVIDERS_VERISOUL_API_KEY (or the same with _FILE), or try it with --simulate.
            """
        case .vendor(let text): text
        case .policy(let error): "\(error)"
        case .log(let error): "\(error)"
        case .tls(let error): "\(error)"
        case .listen(.network(let host, let port), let reason):
            """
            Can't listen on \(host), port \(port): \(reason). They are server.host and server.port \
            (PORTCULLIS_SERVER_HOST, PORTCULLIS_SERVER_PORT).
            """
        case .listen(.unixSocket(let path), let reason):
            "Can't listen on \(path): \(reason). That is server.unix_socket (PORTCULLIS_SERVER_UNIX_SOCKET)."
        }
    }
}
