import NIOCore
import TestSupport
import Testing

@testable import Server

@Suite("Connections", .timeLimit(.minutes(1)))
struct ConnectionTests {
    @Test(
        "close without an answer when not even the head comes in time",
        arguments: ["", "\r\n", "GET / HTTP/1.1\r\nHost: x"])
    func stalledHead(request: String) async throws {
        try await TestServer.with(receiveTimeout: .milliseconds(50)) { server in
            let answer = try await server.client.send(raw: Array(request.utf8))
            #expect(answer.status == nil)
        }
    }

    @Test("answer a body that stalls with 408 and close")
    func stalledBody() async throws {
        try await TestServer.with(receiveTimeout: .milliseconds(50)) { server in
            let request = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{"
            let answer = try await server.client.send(raw: Array(request.utf8))
            #expect(answer.status == 408)
            #expect(answer.headers["content-type"] == "application/problem+json")
            #expect(answer.headers["connection"] == "close")
            #expect(answer.text.contains("request_timeout"))
            #expect(answer.isComplete)
        }
    }

    @Test("answer a body that drips with 408, though it never stalls")
    func drippingBody() async throws {
        try await TestServer.with(receiveTimeout: .milliseconds(50), linger: .milliseconds(50)) { server in
            let answer = try await TestConnection.with(port: server.client.port) { connection in
                try await connection.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
                // Until the server is gone, which doesn't wait for this to end.
                while (try? await connection.send("1\r\na\r\n")) != nil { await Task.yield() }
                return try await connection.receive()
            }
            #expect(answer.hasPrefix("HTTP/1.1 408 "))
        }
    }

    @Test(
        "that a client wanted closed don't wait for it to close", .timeLimit(.minutes(1)),
        arguments: ["GET", "POST", "nonsense"])
    func lingering(method: String) async throws {
        try await TestServer.with(linger: .milliseconds(50)) { server in
            try await TestConnection.with(port: server.client.port) { connection in
                let headers = "Host: x\r\nConnection: close\r\nContent-Length: 70000\r\n\r\n"
                try await connection.send("\(method) / HTTP/1.1\r\n\(headers)")
                #expect(try await connection.receive().hasPrefix("HTTP/1.1 "))
                // Until the server is gone: a time limit of the test, not a result, tells if it never is.
                while (try? await connection.send("x")) != nil { await Task.yield() }
            }
        }
    }

    @Test("stay open between requests for longer than a request may take, and time each request anew")
    func keepAlive() async throws {
        try await TestServer.with(receiveTimeout: .milliseconds(50)) { server in
            try await TestConnection.with(port: server.client.port) { kept in
                try await kept.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                #expect(try await kept.receive(until: "alive").hasPrefix("HTTP/1.1 200 "))
                // Another one runs into its limit, which begins later than the kept one's did.
                #expect(try await server.client.send(raw: []).status == nil)
                try await kept.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}")
                #expect(try await kept.receive(until: "\r\n\r\n2").hasPrefix("HTTP/1.1 200 "))
                try await kept.send("GET / HTTP/1.1\r\n")
                #expect(try await kept.receive().isEmpty)
            }
        }
    }

    @Test("that stall keep the others waiting for the time of one request at the most")
    func crowd() async throws {
        try await TestServer.with(receiveTimeout: .milliseconds(200), maxConnections: 8) { server in
            try await withThrowingTaskGroup(of: Int?.self) { group in
                for index in 0..<64 {
                    let request =
                        index % 2 == 0 ? "GET / HT" : "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n"
                    group.addTask { try await server.client.send(raw: Array(request.utf8)).status }
                }
                for try await status in group { #expect(status == nil || status == 408) }
            }
            #expect(try await server.client.send("GET", "/").status == 200)
        }
    }

    @Test(
        "answer what isn't HTTP as any other error and close",
        arguments: [
            "\u{0}\u{1}\u{2}", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET / HTTP/1.1\r\nHost x\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\nX: " + String(repeating: "a", count: 100_000) + "\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\n" + String(repeating: "A: a\r\n", count: 101) + "\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        ])
    func malformed(request: String) async throws {
        try await TestServer.with { server in
            let answer = try await server.client.send(raw: Array(request.utf8))
            #expect(answer.status == 400)
            #expect(answer.headers["content-type"] == "application/problem+json")
            #expect(answer.headers["connection"] == "close")
            #expect(answer.text.contains("malformed_request"))
            #expect(answer.isComplete)
        }
    }

    @Test("answer HTTP/1.0, which knows no Host, and close")
    func oldVersion() async throws {
        try await TestServer.with { server in
            let answer = try await server.client.send(raw: Array("GET / HTTP/1.0\r\n\r\n".utf8))
            #expect(answer.status == 200)
            #expect(answer.headers["connection"] == "close")
            #expect(answer.text.hasSuffix("alive"))
        }
    }

    @Test("answer requests that come all at once one after the other, then what comes later")
    func pipelined() async throws {
        try await TestServer.with { server in
            let text = try await TestConnection.with(port: server.client.port) { connection in
                let bodies = (0..<100).map { String(repeating: "x", count: $0) }
                let head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: "
                let requests = bodies.map { "\(head)\($0.count)\r\n\r\n\($0)" }
                try await connection.send(requests.joined())
                let first = try await connection.receive(until: "\r\n\r\n99")
                try await connection.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                return first + (try await connection.receive())
            }
            let answers = text.split(separator: "HTTP/1.1 200 OK").map { $0.split(separator: "\r\n").last ?? "" }
            #expect(answers == (0..<100).map { "\($0)" } + ["alive"])
        }
    }

    @Test("that nobody uses end after their time, and those in use don't")
    func idle() async throws {
        try await TestServer.with(receiveTimeout: .milliseconds(20), idleTimeout: .milliseconds(50)) { server in
            try await TestConnection.with(port: server.client.port) { connection in
                try await connection.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                let text = try await connection.receive()
                #expect(text.hasPrefix("HTTP/1.1 200 ") && text.hasSuffix("alive"))
            }
        }
    }

    @Test("answer a client that has said all it will, and end with it")
    func halfClosed() async throws {
        try await TestServer.with { server in
            let requests =
                "GET / HTTP/1.1\r\nHost: x\r\n\r\nPOST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}"
            let text = try await TestConnection.with(port: server.client.port) { connection in
                try await connection.send(requests)
                connection.finish()
                return try await connection.receive()
            }
            #expect(text.contains("alive" + "HTTP/1.1 200 ") && text.hasSuffix("\r\n2"))
        }
    }

    @Test("answer the requests before one that isn't HTTP first")
    func malformedAfterGood() async throws {
        try await TestServer.with { server in
            let text = try await TestConnection.with(port: server.client.port) { connection in
                try await connection.send("GET / HTTP/1.1\r\nHost: x\r\n\r\nnonsense\r\n\r\n")
                return try await connection.receive()
            }
            #expect(text.hasPrefix("HTTP/1.1 200 "))
            #expect(text.contains("alive" + "HTTP/1.1 400 "))
            #expect(text.hasSuffix("}"))
        }
    }

    @Test("ask for a body whose client waits for that, before it is there")
    func expectation() async throws {
        try await TestServer.with { server in
            let head = "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\nContent-Length: "
            try await TestConnection.with(port: server.client.port) { connection in
                for _ in 1...2 {
                    try await connection.send(head + "2\r\n\r\n")
                    let first = try await connection.receive(until: "\r\n\r\n")
                    #expect(first == "HTTP/1.1 100 Continue\r\n\r\n")
                    try await connection.send("{}")
                    #expect(try await connection.receive(until: "\r\n\r\n2").hasPrefix("HTTP/1.1 200 "))
                }
            }
            let tooLarge = try await server.client.send(raw: Array((head + "70000\r\n\r\n").utf8))
            #expect(tooLarge.status == 413)
            #expect(tooLarge.headers["connection"] == "close")
        }
    }

    @Test(
        "refuse by its head what can't be answered",
        arguments: [
            ("", 400, "malformed_request"),
            ("Host: x\r\nhost: x\r\n", 400, "malformed_request"),
            ("Host: x y\r\n", 400, "malformed_request"), ("Host: x@y\r\n", 400, "malformed_request"),
            ("Host: x\r\nExpect: coffee\r\n", 417, "expectation_failed"),
            ("Host: x\r\nContent-Encoding: gzip\r\n", 415, "unsupported_media_type"),
            ("Host: x\r\nContent-Encoding: identity, gzip\r\n", 415, "unsupported_media_type"),
        ])
    func refused(headers: String, status: Int, code: String) async throws {
        try await TestServer.with { server in
            let request = "POST / HTTP/1.1\r\n\(headers)Connection: close\r\nContent-Length: 2\r\n\r\n{}"
            let answer = try await server.client.send(raw: Array(request.utf8))
            #expect(answer.status == status)
            #expect(answer.headers["content-type"] == "application/problem+json")
            #expect(answer.text.contains(code))
            let good = ["Content-Encoding": "Identity", "Expect": "100-continue"]
            #expect(try await server.client.send("POST", "/", good, body: "{}").status == 100)
        }
    }

    @Test("say while the service drains that they end, and those without a request end at once")
    func draining() async throws {
        try await TestServer.with { server in
            let port = server.client.port
            try await TestConnection.with(port: port) { busy in
                try await busy.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n")
                try await TestConnection.with(port: port) { idle in
                    try await idle.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                    #expect(try await !idle.receive(until: "alive").contains("close"))
                    await server.stop()
                    #expect(try await idle.receive().isEmpty)
                }
                try await busy.send("{}")
                let answer = try await busy.receive()
                #expect(answer.hasPrefix("HTTP/1.1 200 "))
                #expect(answer.lowercased().contains("connection: close\r\n"))
            }
        }
    }
}
