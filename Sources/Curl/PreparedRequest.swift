import HTTPTypes

/// A request in the form that libcurl takes, with nothing in it that could end a line or leave its place.
struct PreparedRequest: Sendable, Discreet {
    static let maxURLBytes = 8 * 1024
    static let maxFields = 64
    static let maxFieldBytes = 16 * 1024
    static let maxBodyBytes = 16 * 1024 * 1024

    let url: String
    let host: String
    let isHead: Bool
    /// What is posted; nil for a request without a body.
    let body: [UInt8]?
    /// `Name: value`, one a field.
    let fieldLines: [String]

    /// - Throws: ``CurlError`` of code `invalidRequest`.
    init(
        _ request: HTTPRequest, body: [UInt8]? = nil, allowedSchemes: Set<CurlClient.Configuration.Scheme>
    ) throws(CurlError) {
        // libcurl sends a request again, without telling, when a connection used again dies before the answer.
        if let body {
            guard request.method == .post else { throw Self.invalid("method is not POST, but there is a body") }
            guard body.count <= Self.maxBodyBytes else {
                throw Self.invalid("body is longer than \(Self.maxBodyBytes) bytes")
            }
        } else if request.method != .get, request.method != .head {
            throw Self.invalid("method is not GET or HEAD; only methods that may be sent twice are allowed")
        }
        self.body = body
        guard let scheme = request.scheme.flatMap(CurlClient.Configuration.Scheme.init(rawValue:)),
            allowedSchemes.contains(scheme)
        else {
            let allowed = allowedSchemes.map(\.rawValue).sorted(by: >).joined(separator: ", ")
            throw Self.invalid("scheme is not allowed; allowed: \(allowed)")
        }
        guard let host = request.authority, Self.isHost(host) else {
            throw Self.invalid("authority is not host[:port]")
        }
        guard let path = request.path, Self.isPath(path) else {
            throw Self.invalid("path does not start with / or holds a character that must be escaped", host: host)
        }
        url = "\(scheme.rawValue)://\(host)\(path)"
        guard url.utf8.count <= Self.maxURLBytes else {
            throw Self.invalid("URL is longer than \(Self.maxURLBytes) bytes", host: host)
        }
        self.host = host
        isHead = request.method == .head
        fieldLines = try Self.lines(of: request.headerFields, host: host)
    }

    private static func invalid(_ detail: String, host: String? = nil) -> CurlError {
        CurlError(.invalidRequest, host: host, detail: detail)
    }

    /// Registered names, IPv4 and bracketed IPv6 addresses with an optional port; no user, no escapes.
    private static func isHost(_ host: String) -> Bool {
        !host.isEmpty && host.utf8.count <= 300
            && host.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                    UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"):
                    true
                default:
                    false
                }
            }
    }

    /// Printable ASCII without space, `#` (a fragment) and `\`.
    private static func isPath(_ path: String) -> Bool {
        path.utf8.first == UInt8(ascii: "/")
            && path.utf8.allSatisfy {
                (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") && $0 != UInt8(ascii: "\\")
            }
    }

    /// Fields that frame the message, belong to the connection or ask for an encoding that isn't undone here.
    private static let reserved: Set<String> = [
        "accept-encoding", "connection", "content-length", "expect", "host", "keep-alive", "proxy-authorization",
        "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
    ]

    private static func lines(of fields: HTTPFields, host: String) throws(CurlError) -> [String] {
        guard fields.count <= maxFields else {
            throw invalid("more than \(maxFields) header fields", host: host)
        }
        var lines: [String] = []
        lines.reserveCapacity(fields.count)
        for field in fields {
            let name = field.name.rawName
            guard !reserved.contains(field.name.canonicalName) else {
                throw invalid("header field \(name) is set by the client itself", host: host)
            }
            let value = field.value
            // HTTPField turns CR, LF and NUL into spaces; this doesn't rely on it.
            guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
                throw invalid("header field \(name) holds a control character", host: host)
            }
            guard value.utf8.count <= maxFieldBytes else {
                throw invalid("header field \(name) is longer than \(maxFieldBytes) bytes", host: host)
            }
            // In libcurl's lists "Name:" means leave it out, "Name;" send it empty.
            lines.append(value.allSatisfy { $0 == " " || $0 == "\t" } ? "\(name);" : "\(name): \(value)")
        }
        return lines
    }
}
