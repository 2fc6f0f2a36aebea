import Synchronization

/// What a handler has sent to a server of a test, across connections.
final class Attempts: Sendable {
    private let heads = Mutex<[String]>([])

    /// Notes one more; returns how many there are.
    func add(_ head: String) -> Int {
        heads.withLock { heads in
            heads.append(head)
            return heads.count
        }
    }

    /// The values of a header, in the order of the attempts.
    func values(of header: String) -> [String] {
        heads.withLock { heads in
            heads.compactMap { head in
                let line = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix(header.lowercased() + ":") }
                return line.map { String($0.dropFirst(header.count + 1).drop { $0 == " " }) }
            }
        }
    }

    static func response(_ status: Int, _ body: String, headers: String = "") -> String {
        "HTTP/1.1 \(status) Status\r\n\(headers)Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
    }
}
