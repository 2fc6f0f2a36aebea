import Curl
import HTTPTypes
import TestSupport
import Testing

/// A way in which a server can fail, as the bytes it sends and what it does then.
struct Fault: Sendable, CustomTestStringConvertible {
    enum End: Sendable {
        case close
        case reset
        case keepOpen
    }

    let testDescription: String
    let bytes: String
    let end: End
    let code: CurlError.Code

    init(_ description: String, _ bytes: String, then end: End = .close, is code: CurlError.Code) {
        self.testDescription = description
        self.bytes = bytes
        self.end = end
        self.code = code
    }

    static let maxBodyBytes = 4096
    static let maxHeaderBytes = 8192
    private static let ok = "HTTP/1.1 200 OK\r\n"
    private static let large = String(repeating: "x", count: maxBodyBytes + 1)

    static let all = [
        Fault("closes without a byte", "", is: .closedEarly),
        Fault("resets without a byte", "", then: .reset, is: .reset),
        Fault("closes within the status line", "HTTP/1.1 2", is: .closedEarly),
        Fault("closes within the head", ok + "Content-Type: applic", is: .closedEarly),
        Fault("closes before the head's end", ok + "Content-Length: 3\r\n", is: .closedEarly),
        Fault("resets within the head", ok + "Content-Type: applic", then: .reset, is: .reset),
        Fault("closes within the body", ok + "Content-Length: 100\r\n\r\n{\"a\":", is: .closedEarly),
        Fault("resets within the body", ok + "Content-Length: 100\r\n\r\n{\"a\":", then: .reset, is: .reset),
        Fault("closes within a chunk", ok + "Transfer-Encoding: chunked\r\n\r\n10\r\nabc", is: .closedEarly),
        Fault("closes between chunks", ok + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", is: .closedEarly),
        Fault("sends broken chunks", ok + "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n", is: .malformedResponse),
        Fault("declares a longer body", ok + "Content-Length: 5\r\n\r\nabc", is: .closedEarly),
        Fault("sends garbage", "\u{1}\u{2}garbage\r\n\r\n", is: .malformedResponse),
        Fault("sends a page without HTTP", "<html>hello</html>", is: .malformedResponse),
        Fault("sends another protocol's greeting", "220 mail ESMTP\r\n", is: .malformedResponse),
        Fault("sends a status that is no number", "HTTP/1.1 abc\r\n\r\n", is: .malformedResponse),
        Fault("sends a status out of range", "HTTP/1.1 000 No\r\n\r\n", is: .malformedResponse),
        Fault("sends a field without a colon", ok + "nonsense\r\nContent-Length: 0\r\n\r\n", is: .malformedResponse),
        Fault("sends a field without a name", ok + ": nonsense\r\n", then: .keepOpen, is: .malformedResponse),
        Fault("sends a name with a blank in it", ok + "Content Type: a\r\n", then: .keepOpen, is: .malformedResponse),
        Fault("sends a name before a blank and a colon", ok + "X : a\r\n", then: .keepOpen, is: .malformedResponse),
        Fault("sends a folded field", ok + "X: a\r\n b\r\n", then: .keepOpen, is: .malformedResponse),
        Fault("sends a status of four digits", "HTTP/1.1 2000 OK\r\n\r\n", is: .malformedResponse),
        Fault("sends a negative length", ok + "Content-Length: -1\r\n\r\n", is: .malformedResponse),
        Fault("declares too large a body", ok + "Content-Length: 4097\r\n\r\n" + large, is: .bodyTooLarge),
        Fault(
            "declares too large a body and sends none", ok + "Content-Length: 99999999999\r\n\r\n", then: .keepOpen,
            is: .bodyTooLarge),
        Fault("sends too large a body without declaring it", ok + "\r\n" + large, is: .bodyTooLarge),
        Fault(
            "sends too large a body in chunks",
            ok + "Transfer-Encoding: chunked\r\n\r\n1001\r\n" + large + "\r\n0\r\n\r\n", is: .bodyTooLarge),
        Fault(
            "sends too large a header field", ok + "X: " + String(repeating: "y", count: 9000) + "\r\n\r\n",
            is: .headersTooLarge),
        Fault(
            "sends a field that never ends", ok + "X: " + String(repeating: "y", count: 200_000), then: .keepOpen,
            is: .headersTooLarge),
        Fault(
            "sends too many header bytes",
            ok + String(repeating: "X-Filler: 0123456789\r\n", count: 500) + "\r\n", is: .headersTooLarge),
        Fault(
            "sends too many fields", ok + String(repeating: "a:b\r\n", count: 600) + "\r\n", is: .headersTooLarge),
        Fault(
            "sends informational responses without end",
            String(repeating: "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", count: 500), then: .keepOpen,
            is: .headersTooLarge),
        Fault(
            "sends trailers without end",
            ok + "Transfer-Encoding: chunked\r\n\r\n0\r\n" + String(repeating: "X-T: 0123456789\r\n", count: 800),
            then: .keepOpen, is: .headersTooLarge),
        Fault("never answers", "", then: .keepOpen, is: .timeout),
        Fault("stops within the head", ok + "Content-Le", then: .keepOpen, is: .timeout),
        Fault("stops within the body", ok + "Content-Length: 10\r\n\r\nabc", then: .keepOpen, is: .timeout),
    ]
}

@Suite struct FaultTests {
    @Test("A server that fails gives an error that says how", arguments: Fault.all)
    func fault(_ fault: Fault) async throws {
        let script: @Sendable (inout RawConnection) async throws -> Void = { connection in
            while try await connection.request() != nil {
                if !fault.bytes.isEmpty { try await connection.send(fault.bytes) }
                switch fault.end {
                case .close: return
                case .reset: return try await connection.resetOnClose()
                case .keepOpen: await connection.waitForClose()
                }
            }
        }
        try await withRawServer(script) { server in
            let configuration = try CurlClient.Configuration(
                maxBodyBytes: Fault.maxBodyBytes, maxHeaderBytes: Fault.maxHeaderBytes)
            try await withCurlClient(configuration) { client in
                let timeout: Duration = fault.code == .timeout ? .milliseconds(200) : .seconds(10)
                let error = await failure(of: client, get(server), within: timeout)
                #expect(error?.code == fault.code, "\(error?.description ?? "no error")")
                #expect(error?.host == server.authority)
            }
        }
    }

    @Test("A port where nobody listens is a failure to connect")
    func refused() async throws {
        try await withDeafSocket(listening: false) { authority in
            try await withCurlClient(.init()) { client in
                let request = HTTPRequest(method: .get, scheme: "http", authority: authority, path: "/")
                #expect(await failure(of: client, request)?.code == .connect)
            }
        }
    }

    @Test("A server that speaks no TLS where it should is a failure of TLS")
    func noTLS() async throws {
        try await withRawServer({ connection in try await connection.send("HTTP/1.1 400 Bad Request\r\n\r\n") }) {
            server in
            try await withCurlClient(.init()) { client in
                var request = get(server)
                request.scheme = "https"
                #expect(await failure(of: client, request)?.code == .tls)
            }
        }
    }

    @Test("After each failure the client goes on as before")
    func recovery() async throws {
        try await withRawServer({ connection in
            while let head = try await connection.request() {
                if head.contains(" /bad ") { return try await connection.send("garbage") }
                try await connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            }
        }) { server in
            try await withCurlClient(.init()) { client in
                for _ in 0..<20 {
                    #expect(await failure(of: client, get(server, "/bad")) != nil)
                    let response = try await client.execute(get(server, "/good"), deadline: .now + .seconds(10))
                    #expect(response.body == Array("ok".utf8))
                }
            }
        }
    }
}
