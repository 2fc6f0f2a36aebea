import Curl
import HTTPTypes
import TestSupport
import Testing

@Suite struct RefusalTests {
    private static let base = HTTPRequest(method: .get, scheme: "https", authority: "127.0.0.1:1", path: "/")

    private static func changed(_ change: (inout HTTPRequest) -> Void) -> HTTPRequest {
        var request = base
        change(&request)
        return request
    }

    private static let refused: [HTTPRequest] =
        ["POST", "PUT", "DELETE", "CONNECT"].compactMap(HTTPRequest.Method.init(rawValue:)).map { method in
            changed { $0.method = method }
        }
        + ["ftp", "file", "HTTP", ""].map { scheme in changed { $0.scheme = scheme } }
        + [
            "", "user@host", "user:secret@host", "host/path", "host?query", "host#fragment", "host\\path", "ho st",
            "host\r\nX: y", "höst", "host%00", String(repeating: "h", count: 301),
        ].map { authority in changed { $0.authority = authority } }
        + [
            "", "x", "/a b", "/a\r\nX-Injected: 1", "/a\nb", "/a\0b", "/a#b", "/a\\b", "/ä", "/a\u{7F}b",
            "/" + String(repeating: "a", count: 9000),
        ].map { path in changed { $0.path = path } }
        + [
            changed { $0.scheme = nil }, changed { $0.authority = nil }, changed { $0.path = nil },
            changed { $0.headerFields[.transferEncoding] = "chunked" },
            changed { $0.headerFields[.contentLength] = "5" },
            changed { $0.headerFields[.acceptEncoding] = "gzip" },
            changed { $0.headerFields[.connection] = "close" },
            changed { $0.headerFields[.authorization] = String(repeating: "a", count: 20_000) },
            changed { request in
                for _ in 0..<65 { request.headerFields.append(HTTPField(name: .accept, value: "a")) }
            },
        ]

    @Test("A request that could leave its line, its host or its method is refused", arguments: refused)
    func refusal(request: HTTPRequest) async throws {
        try await withCurlClient(.init()) { client in
            #expect(await failure(of: client, request)?.code == .invalidRequest)
        }
    }

    @Test("A line end in a field's value reaches no server as one")
    func injection() async throws {
        try await withRawServer({ connection in
            while let head = try await connection.request() {
                connection.tell(head)
                try await connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            }
        }) { server in
            try await withCurlClient(.init()) { client in
                let fields: HTTPFields = [.authorization: "Bearer a\r\nX-Injected: 1\0"]
                _ = try await client.execute(get(server, fields: fields), deadline: .now + .seconds(10))
                let head = try #require(await server.next())
                #expect(!head.split(separator: "\r\n").contains { $0.hasPrefix("X-Injected") })
            }
        }
    }

    @Test("Only the schemes that the configuration allows are used")
    func schemes() async throws {
        try await withCurlClient(.init(allowedSchemes: [.https])) { client in
            var request = Self.base
            request.scheme = "http"
            let error = await failure(of: client, request)
            #expect(error?.code == .invalidRequest)
            #expect(error?.detail == "scheme is not allowed; allowed: https")
        }
    }

    @Test("No error tells a key, a path or a query")
    func secrets() async throws {
        let secret = "s3cr3t"
        try await withRawServer({ connection in
            _ = try await connection.request()
            try await connection.send("HTTP/1.1 200 OK\r\nLocation: \(secret)\r\nbroken \(secret)\r\n\r\n")
        }) { server in
            try await withCurlClient(.init()) { client in
                var requests = [get(server, "/v1/\(secret)?id=\(secret)", fields: [.authorization: secret])]
                requests += Self.refused.map { request in
                    var request = request
                    request.headerFields[.authorization] = secret
                    request.path = request.path.map { $0 + secret }
                    return request
                }
                requests.append(Self.changed { $0.authority = "user:\(secret)@host" })
                for request in requests {
                    let error = try #require(await failure(of: client, request))
                    #expect(!"\(error) \(String(reflecting: error))".contains(secret))
                }
            }
        }
    }

    @Test("A configuration out of range is refused, naming the value and what is allowed")
    func configuration() {
        typealias Configuration = CurlClient.Configuration
        let attempts: [(String, () throws -> Configuration)] = [
            ("maxBodyBytes", { try Configuration(maxBodyBytes: 0) }),
            ("maxBodyBytes", { try Configuration(maxBodyBytes: .max) }),
            ("maxHeaderBytes", { try Configuration(maxHeaderBytes: 1 << 30) }),
            ("maxInFlight", { try Configuration(maxInFlight: 0) }),
            ("maxQueued", { try Configuration(maxQueued: -1) }),
            ("connectTimeout", { try Configuration(connectTimeout: .zero) }),
            ("maxConnectionLifetime", { try Configuration(maxConnectionLifetime: .seconds(Int.max)) }),
            ("maxConnectionIdle", { try Configuration(maxConnectionIdle: .milliseconds(1)) }),
            ("maxShutdownDuration", { try Configuration(maxShutdownDuration: .seconds(-1)) }),
            ("userAgent", { try Configuration(userAgent: "a\r\nX: y") }),
            ("caFile", { try Configuration(caFile: "") }),
            ("clientCertificateFile", { try Configuration(clientCertificateFile: "a\0") }),
            ("clientKeyFile", { try Configuration(clientKeyFile: "key.pem") }),
            ("pinnedPublicKey", { try Configuration(pinnedPublicKey: "key.pem") }),
            ("pinnedPublicKey", { try Configuration(pinnedPublicKey: "sha256//AAAA") }),
            ("proxy", { try Configuration(proxy: "http://a\nb") }),
            ("allowedSchemes", { try Configuration(allowedSchemes: []) }),
        ]
        for (name, attempt) in attempts {
            let error = #expect(throws: CurlError.self) { try attempt() }
            #expect(error?.code == .invalidConfiguration)
            #expect(error?.detail?.hasPrefix(name) == true)
        }
    }
}
