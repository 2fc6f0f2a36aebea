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
                "server.host: is not a loopback address, so auth.bearer_keys or auth.webhook_secrets has to be set (PORTCULLIS_AUTH_BEARER_KEYS, PORTCULLIS_AUTH_WEBHOOK_SECRETS)"
            )
        }
        return .network(host: host, port: integer("server.port"))
    }

    /// Nil if connections aren't encrypted, and where a file is missing, which is noted. The files are read by who uses them: a
    /// command that only asks the service has no need of the key.
    mutating func tls() -> TLSFiles? {
        let names = ["server.tls.certificate_file", "server.tls.private_key_file"]
        switch (texts[names[0]], texts[names[1]]) {
        case (let certificate?, let key?): return TLSFiles(certificate: certificate, privateKey: key)
        case (nil, nil): return nil
        case (nil, _?): problems.append("\(names[0]): has to be set too, as \(names[1]) is")
        case (_?, nil): problems.append("\(names[1]): has to be set too, as \(names[0]) is")
        }
        return nil
    }
}
