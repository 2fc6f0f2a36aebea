import Curl
import HTTPTypes
import TestSupport
import Testing

/// The stages before a connection (a hanging name lookup) are among the ``ResolveTests``.
@Suite struct CancelTests {
    private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

    @Test("A cancel before the start sends nothing")
    func beforeStart() async throws {
        try await withRawServer(answering(Self.ok)) { server in
            try await withCurlClient(.init()) { client in
                let call = Task {
                    withUnsafeCurrentTask { $0?.cancel() }
                    return await failure(of: client, get(server))
                }
                #expect(await call.value?.code == .cancelled)
            }
            #expect(server.connections == 0)
        }
    }

    @Test("A cancel while waiting for a place takes the call out, and the ones behind it move up")
    func whileQueued() async throws {
        try await withRawServer({ connection in
            while let head = try await connection.request() {
                if head.contains(" /hold ") {
                    connection.tell("held")
                    await connection.waitForClose()
                }
                try await connection.send(Self.ok)
            }
        }) { server in
            try await withCurlClient(.init(maxInFlight: 1)) { client in
                let holding = Task { await failure(of: client, get(server, "/hold"), within: .seconds(60)) }
                #expect(await server.next() == "held")
                let waiting = (0..<10).map { _ in Task { await failure(of: client, get(server, "/no")) } }
                let last = Task { try await client.execute(get(server, "/yes"), deadline: .now + .seconds(30)) }
                for call in waiting { call.cancel() }
                for call in waiting { #expect(await call.value?.code == .cancelled) }
                holding.cancel()
                #expect(await holding.value?.code == .cancelled)
                let response = try await last.value
                #expect(response.head.status == .ok)
            }
            #expect(server.requests == 2)
        }
    }

    @Test("A cancel while connecting ends the call")
    func whileConnecting() async throws {
        try await withDeafSocket(listening: true) { authority in
            try await withCurlClient(.init()) { client in
                let request = HTTPRequest(method: .get, scheme: "http", authority: authority, path: "/")
                let calls = (0..<8).map { _ in Task { await failure(of: client, request, within: .seconds(60)) } }
                let timedOut = await failure(of: client, request, within: .milliseconds(200))
                #expect(timedOut?.code == .timeout)
                #expect(timedOut?.timings?.connect == .zero)
                for call in calls { call.cancel() }
                for call in calls { #expect(await call.value?.code == .cancelled) }
            }
        }
    }

    @Test("A cancel while waiting for the answer closes the connection")
    func whileWaiting() async throws {
        try await withRawServer({ connection in
            _ = try await connection.request()
            connection.tell("asked")
            await connection.waitForClose()
            connection.tell("closed")
        }) { server in
            try await withCurlClient(.init()) { client in
                let call = Task { await failure(of: client, get(server), within: .seconds(60)) }
                #expect(await server.next() == "asked")
                call.cancel()
                #expect(await call.value?.code == .cancelled)
                #expect(await server.next() == "closed")
            }
        }
    }

    @Test("A cancel while reading the body closes the connection")
    func whileReading() async throws {
        let large = 32 * 1024 * 1024
        try await withRawServer({ connection in
            _ = try await connection.request()
            try await connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(large + 1)\r\n\r\n")
            // More than the kernel buffers: when it has taken all, the client has read most.
            try await connection.send(String(repeating: "x", count: large))
            connection.tell("sent")
            await connection.waitForClose()
            connection.tell("closed")
        }) { server in
            try await withCurlClient(.init(maxBodyBytes: large + 1)) { client in
                let call = Task { await failure(of: client, get(server), within: .seconds(60)) }
                #expect(await server.next() == "sent")
                call.cancel()
                #expect(await call.value?.code == .cancelled)
                #expect(await server.next() == "closed")
            }
        }
    }

    @Test("A cancel that races the answer ends in one or the other, and the client goes on")
    func racingTheAnswer() async throws {
        try await withRawServer(answering(Self.ok)) { server in
            try await withCurlClient(.init()) { client in
                for _ in 0..<500 {
                    let call = Task { await failure(of: client, get(server)) }
                    let cancel = Task { call.cancel() }
                    let error = await call.value
                    #expect(error == nil || error?.code == .cancelled)
                    await cancel.value
                    call.cancel()
                }
                _ = try await client.execute(get(server), deadline: .now + .seconds(10))
            }
        }
    }

    @Test("2,000 cancels leave descriptors, threads and memory as they were")
    func noLeak() async {
        // A process of its own: other tests open and close descriptors meanwhile.
        await #expect(processExitsWith: .success) {
            try await withRawServer({ connection in
                _ = try await connection.request()
                connection.tell("asked")
                await connection.waitForClose()
                connection.tell("closed")
            }) { server in
                try await withCurlClient(.init()) { client in
                    try await CancelTests.cancelMany(client, server, count: 500)
                    let before = (openDescriptors(), threads(), residentBytes())
                    try await CancelTests.cancelMany(client, server, count: 2000)
                    #expect(openDescriptors() <= before.0 + 8)
                    #expect(threads() <= before.1 + 4)
                    // The sanitizers keep freed memory for a while. An easy handle leaked each time would be 10 MiB.
                    if !isSanitized { #expect(residentBytes() - before.2 < 4 * 1024 * 1024) }
                }
            }
        }
    }

    private static func cancelMany(_ client: CurlClient, _ server: RawServer, count: Int) async throws {
        for _ in 0..<count {
            let call = Task { await failure(of: client, get(server), within: .seconds(60)) }
            while await server.next() != "asked" {}
            call.cancel()
            #expect(await call.value?.code == .cancelled)
            while await server.next() != "closed" {}
        }
    }
}
