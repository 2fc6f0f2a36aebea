import Curl
import HTTPTypes
import TestSupport
import Testing

@Suite struct DeadlineTests {
    @Test("A deadline that has passed fails at once and sends nothing")
    func passed() async throws {
        try await withRawServer(answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) { server in
            try await withCurlClient(.init()) { client in
                #expect(await failure(of: client, get(server), within: .zero)?.code == .timeout)
                #expect(await failure(of: client, get(server), within: .seconds(-1))?.code == .timeout)
            }
            #expect(server.connections == 0)
        }
    }

    @Test("A server that never ends is given up at the deadline", arguments: [0, 1, 4096])
    func drip(bytesEachTime: Int) async throws {
        try await withRawServer({ connection in
            _ = try await connection.request()
            if bytesEachTime == 0 { return await connection.waitForClose() }
            try await connection.send("HTTP/1.1 200 OK\r\n\r\n")
            let piece = String(repeating: "x", count: bytesEachTime)
            while true {
                try await connection.send(piece)
                // The pace of the server, which the test doesn't wait for.
                try await Task.sleep(for: .milliseconds(2))
            }
        }) { server in
            try await withCurlClient(.init(maxBodyBytes: 64 * 1024 * 1024)) { client in
                let late = await fastest(allowed: .milliseconds(50)) {
                    await lateness(of: client, get(server), within: .milliseconds(150))
                }
                #expect(late <= .milliseconds(50))
            }
        }
    }

    @Test("Time spent waiting for a place counts against the deadline")
    func queued() async throws {
        try await withRawServer({ connection in
            _ = try await connection.request()
            connection.tell("held")
            await connection.waitForClose()
        }) { server in
            try await withCurlClient(.init(maxInFlight: 1)) { client in
                let holding = Task { await failure(of: client, get(server), within: .seconds(60)) }
                _ = await server.next()
                let late = await fastest(allowed: .milliseconds(50)) {
                    await lateness(of: client, get(server), within: .milliseconds(150))
                }
                #expect(late <= .milliseconds(50))
                holding.cancel()
            }
            #expect(server.requests == 1)
        }
    }

    @Test("A server that takes no connection is given up after the connect timeout, long before the deadline")
    func connectTimeout() async throws {
        try await withDeafSocket(listening: true) { authority in
            try await withCurlClient(.init(connectTimeout: .milliseconds(100))) { client in
                let request = HTTPRequest(method: .get, scheme: "http", authority: authority, path: "/")
                let start = ContinuousClock.now
                #expect(await failure(of: client, request, within: .seconds(20))?.code == .timeout)
                #expect(ContinuousClock.now - start < .seconds(10))
            }
        }
    }
}
