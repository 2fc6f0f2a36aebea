import Curl
import Glibc
import HTTPTypes
import TestSupport
import Testing

@Suite struct RequestTests {
    private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

    @Test("A response comes with its status, fields, body and version")
    func response() async throws {
        let answer =
            "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nX-Empty:\r\nX-Two: a\r\nX-Two:  b \r\n"
            + "Content-Length: 4\r\n\r\nnull"
        try await withRawServer(answering(answer)) { server in
            try await withCurlClient(.init()) { client in
                let response = try await client.execute(get(server), deadline: .now + .seconds(10))
                #expect(response.head.status == .notFound)
                #expect(response.head.status.reasonPhrase == "Not Found")
                #expect(response.head.headerFields[.contentType] == "application/json")
                #expect(response.head.headerFields[try #require(.init("X-Empty"))] == "")
                #expect(response.head.headerFields[values: try #require(.init("X-Two"))] == ["a", "b"])
                #expect(response.body == Array("null".utf8))
                #expect(response.version == .http1_1)
                #expect(response.timings.total > .zero)
            }
        }
    }

    @Test("The request arrives as it was given, with the client's user agent and no other habit of libcurl's")
    func request() async throws {
        try await withRawServer({ connection in
            while let head = try await connection.request() {
                connection.tell(head)
                try await connection.send(Self.ok)
            }
        }) { server in
            try await withCurlClient(.init(userAgent: "portcullis/1.0")) { client in
                let fields: HTTPFields = [.authorization: "Bearer abc", try #require(.init("X-Empty")): ""]
                let request = get(server, "/a/../b?session=%2F", fields: fields)
                _ = try await client.execute(request, deadline: .now + .seconds(10))
                let lines = await server.next()?.split(separator: "\r\n").map(String.init)
                #expect(
                    lines.map(Set.init) == [
                        "GET /a/../b?session=%2F HTTP/1.1", "Host: \(server.authority)", "User-Agent: portcullis/1.0",
                        "Accept: */*", "Authorization: Bearer abc", "X-Empty:",
                    ])
            }
        }
    }

    @Test("A body is posted as it is, empty or long, without a wait for a 100", arguments: [0, 1, 100_000, 2_000_000])
    func post(bytes: Int) async throws {
        let body = String(repeating: "x", count: bytes)
        try await withRawServer({ connection in
            while let head = try await connection.request() {
                connection.tell(head)
                connection.tell("\(try await connection.body(of: head) == body)")
                try await connection.send(Self.ok)
            }
        }) { server in
            try await withCurlClient(.init()) { client in
                var request = get(server, "/v1/traces", fields: [.contentType: "application/json"])
                request.method = .post
                let response = try await client.execute(
                    request, body: Array(body.utf8), deadline: .now + .seconds(10))
                #expect(response.body == Array("ok".utf8))
                let lines = await server.next()?.split(separator: "\r\n").map(String.init) ?? []
                #expect(lines.first == "POST /v1/traces HTTP/1.1")
                #expect(lines.contains("Content-Length: \(bytes)"))
                #expect(lines.filter { $0.hasPrefix("Content-Type:") } == ["Content-Type: application/json"])
                #expect(!lines.contains { $0.hasPrefix("Expect") })
                #expect(await server.next() == "true")
            }
        }
    }

    @Test("A body goes with POST alone, and has a bound")
    func refusedBody() async throws {
        try await withCurlClient(.init()) { client in
            var request = HTTPRequest(method: .get, scheme: "http", authority: "127.0.0.1:1", path: "/")
            for (method, bytes) in [(HTTPRequest.Method.get, 1), (.put, 1), (.post, 16 * 1024 * 1024 + 1)] {
                request.method = method
                let sent = request
                let body = [UInt8](repeating: 0, count: bytes)
                let error = await #expect(throws: CurlError.self) {
                    try await client.execute(sent, body: body, deadline: .now + .seconds(10))
                }
                #expect(error?.code == .invalidRequest)
            }
        }
    }

    @Test("HEAD gives the head alone, whatever length it declares")
    func head() async throws {
        try await withRawServer(answering("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n")) { server in
            try await withCurlClient(.init()) { client in
                var request = get(server)
                request.method = .head
                let response = try await client.execute(request, deadline: .now + .seconds(10))
                #expect(response.head.headerFields[.contentLength] == "99999999")
                #expect(response.body.isEmpty)
            }
        }
    }

    @Test("A body of exactly the limit is taken")
    func largestBody() async throws {
        let body = String(repeating: "x", count: 4096)
        try await withRawServer(answering("HTTP/1.1 200 OK\r\nContent-Length: 4096\r\n\r\n" + body)) { server in
            try await withCurlClient(.init(maxBodyBytes: 4096)) { client in
                let response = try await client.execute(get(server), deadline: .now + .seconds(10))
                #expect(response.body.count == 4096)
            }
        }
    }

    @Test("Informational responses and trailers are not part of the response")
    func finalHeadOnly() async throws {
        let answer =
            "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
            + "Trailer: X-Late\r\n\r\n2\r\nok\r\n0\r\nX-Late: 1\r\n\r\n"
        try await withRawServer(answering(answer)) { server in
            try await withCurlClient(.init()) { client in
                let response = try await client.execute(get(server), deadline: .now + .seconds(10))
                #expect(response.head.status == .ok)
                #expect(response.head.headerFields.map(\.name.rawName) == ["Transfer-Encoding", "Trailer"])
                #expect(response.body == Array("ok".utf8))
            }
        }
    }

    @Test("A connection is used again, and the response says so")
    func reuse() async throws {
        try await withRawServer(answering(Self.ok)) { server in
            try await withCurlClient(.init()) { client in
                for attempt in 0..<10 {
                    let response = try await client.execute(get(server), deadline: .now + .seconds(10))
                    #expect(response.connectionReused == (attempt > 0))
                }
            }
            #expect(server.connections == 1)
        }
    }

    @Test("A redirect is an answer like any other and is not followed")
    func redirect() async throws {
        let answer = "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"
        try await withRawServer(answering(answer)) { server in
            try await withCurlClient(.init()) { client in
                let response = try await client.execute(get(server), deadline: .now + .seconds(10))
                #expect(response.head.status == .found)
                #expect(response.head.headerFields[.location] == "/elsewhere")
            }
            #expect(server.requests == 1)
        }
    }

    @Test("The environment's proxies are not used")
    func environmentProxies() async {
        // A process of its own: the environment is the whole process's.
        await #expect(processExitsWith: .success) {
            for name in ["http_proxy", "https_proxy", "all_proxy", "ALL_PROXY"] {
                setenv(name, "http://127.0.0.1:1", 1)
            }
            try await withRawServer(answering(RequestTests.ok)) { server in
                try await withCurlClient(.init()) { client in
                    _ = try await client.execute(get(server), deadline: .now + .seconds(10))
                }
            }
        }
    }

    @Test("A configured proxy is used, and gets the whole URL")
    func configuredProxy() async throws {
        try await withRawServer({ connection in
            while let head = try await connection.request() {
                connection.tell(head)
                try await connection.send(Self.ok)
            }
        }) { proxy in
            try await withCurlClient(.init(proxy: "http://\(proxy.authority)")) { client in
                let request = HTTPRequest(method: .get, scheme: "http", authority: "vendor.invalid", path: "/x")
                _ = try await client.execute(request, deadline: .now + .seconds(10))
                #expect(await proxy.next()?.hasPrefix("GET http://vendor.invalid/x HTTP/1.1") == true)
            }
        }
    }

    @Test("The time until the first byte is the server's")
    func firstByteTime() async throws {
        try await withRawServer({ connection in
            while try await connection.request() != nil {
                try await Task.sleep(for: .milliseconds(100))
                try await connection.send(Self.ok)
            }
        }) { server in
            try await withCurlClient(.init()) { client in
                let response = try await client.execute(get(server), deadline: .now + .seconds(10))
                #expect(response.timings.firstByte >= .milliseconds(95))
                #expect(response.timings.total >= response.timings.firstByte)
            }
        }
    }
}
