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
                "server.host: is not a loopback address, so auth.bearer_keys, auth.webhook_secrets or auth.client_names has to be set (PORTCULLIS_AUTH_BEARER_KEYS, PORTCULLIS_AUTH_WEBHOOK_SECRETS)"
            )
        }
        return .network(host: host, port: integer("server.port"))
    }

    /// Nil if connections aren't encrypted, and where a file is missing, which is noted. The files are read by who uses them: a
    /// command that only asks the service has no need of the key.
    mutating func tls() -> TLSFiles? {
        let names = ["server.tls.certificate_file", "server.tls.private_key_file"]
        let clientCA = texts["server.tls.client_ca_file"]
        switch (texts[names[0]], texts[names[1]]) {
        case (let certificate?, let key?):
            return TLSFiles(certificate: certificate, privateKey: key, clientCA: clientCA)
        case (nil, nil):
            if clientCA != nil { problems.append("server.tls.client_ca_file: is of no use without \(names[0])") }
            return nil
        case (nil, _?): problems.append("\(names[0]): has to be set too, as \(names[1]) is")
        case (_?, nil): problems.append("\(names[1]): has to be set too, as \(names[0]) is")
        }
        return nil
    }

    /// Whom clients' certificates stand for. Of no use without the authorities that sign them, nor they without it.
    mutating func clientNames() -> ClientNames {
        let (names, authorities) = ("auth.client_names", "server.tls.client_ca_file")
        guard let text = texts[names] else {
            if texts[authorities] != nil { problems.append("\(names): has to be set too, as \(authorities) is") }
            return .none
        }
        if texts[authorities] == nil { problems.append("\(authorities): has to be set too, as \(names) is") }
        do throws(ClientNames.Invalid) {
            return try ClientNames(text)
        } catch {
            problems.append("\(names): \(error)")
            return .none
        }
    }
}
