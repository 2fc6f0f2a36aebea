import Curl
import HTTPTypes
import Logging
import ServiceLifecycle
import TestSupport
import Testing

@Suite struct ShutdownTests {
    private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

    /// Answers once the test has called `/go` on another connection, which it does after the shutdown has begun.
    private static let holding: @Sendable (inout RawConnection) async throws -> Void = { connection in
        _ = try await connection.request()
        connection.tell("asked")
        await connection.waitForClose()
    }

    @Test("A call after the shutdown is refused as such")
    func afterShutdown() async throws {
        try await withRawServer(answering(Self.ok)) { server in
            let client = try CurlClient(configuration: .init())
            _ = try await client.execute(get(server), deadline: .now + .seconds(10))
            try await client.shutdown()
            #expect(await failure(of: client, get(server))?.code == .shutdown)
            try await client.shutdown()
        }
    }

    @Test("A graceful shutdown lets calls in flight end, takes no new ones, and joins the thread")
    func graceful() async throws {
        let (answers, answer) = AsyncStream<Void>.makeStream()
        try await withRawServer({ connection in
            _ = try await connection.request()
            connection.tell("asked")
            for await _ in answers { break }
            try await connection.send(Self.ok)
        }) { server in
            let client = try CurlClient(configuration: .init())
            let trigger = ShutdownTrigger()
            let group = ServiceGroup(
                services: [client, trigger], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            let running = Task { try await group.run() }
            let call = Task { try await client.execute(get(server), deadline: .now + .seconds(30)) }
            #expect(await server.next() == "asked")
            await group.triggerGracefulShutdown()
            while await failure(of: client, get(server), within: .zero + .milliseconds(50))?.code != .shutdown {}
            answer.yield()
            let response = try await call.value
            #expect(response.head.status == .ok)
            try await running.value
        }
    }

    @Test("Calls in flight end by the shutdown's limit, also when their deadlines are later")
    func limited() async throws {
        try await withRawServer(Self.holding) { server in
            let client = try CurlClient(configuration: .init(maxShutdownDuration: .milliseconds(100)))
            let call = Task { await failure(of: client, get(server), within: .seconds(60)) }
            #expect(await server.next() == "asked")
            let start = ContinuousClock.now
            try await client.shutdown()
            #expect(ContinuousClock.now - start < .seconds(10))
            #expect(await call.value?.code == .shutdown)
        }
    }

    @Test("Calls in flight end at their deadlines during a shutdown")
    func deadlineDuringShutdown() async throws {
        try await withRawServer(Self.holding) { server in
            let client = try CurlClient(configuration: .init(maxShutdownDuration: .seconds(60)))
            let call = Task { await failure(of: client, get(server), within: .milliseconds(300)) }
            #expect(await server.next() == "asked")
            let start = ContinuousClock.now
            try await client.shutdown()
            #expect(ContinuousClock.now - start < .seconds(10))
            #expect(await call.value?.code == .timeout)
        }
    }

    @Test("When the service is cancelled, calls in flight and waiting end at once")
    func cancelled() async throws {
        try await withRawServer(Self.holding) { server in
            let client = try CurlClient(configuration: .init(maxInFlight: 1))
            let running = Task { try await client.run() }
            let calls = (0..<5).map { _ in Task { await failure(of: client, get(server), within: .seconds(60)) } }
            #expect(await server.next() == "asked")
            running.cancel()
            for call in calls { #expect(await call.value?.code == .shutdown) }
            try await running.value
        }
    }

    @Test("The scoped client ends with its scope, also when that throws")
    func scoped() async throws {
        struct Failure: Error {}
        let kept = try await withCurlClient(.init()) { $0 }
        let request = HTTPRequest(method: .get, scheme: "http", authority: "127.0.0.1", path: "/")
        #expect(await failure(of: kept, request)?.code == .shutdown)
        await #expect(throws: Failure.self) { try await withCurlClient(.init()) { _ in throw Failure() } }
    }

    @Test("Clients that come and go leave no thread and no descriptor")
    func noLeak() async {
        await #expect(processExitsWith: .success) {
            try await withRawServer(answering(ShutdownTests.ok)) { server in
                try await ShutdownTests.comeAndGo(server, count: 20)
                let before = (openDescriptors(), threads())
                try await ShutdownTests.comeAndGo(server, count: 100)
                // The server closes its end of the last connections a little later.
                #expect(openDescriptors() <= before.0 + 8)
                #expect(threads() <= before.1 + 4)
            }
        }
    }

    private static func comeAndGo(_ server: RawServer, count: Int) async throws {
        for _ in 0..<count {
            // Released without a shutdown.
            let released = try CurlClient(configuration: .init())
            _ = try await released.execute(get(server), deadline: .now + .seconds(10))
            try await withCurlClient(.init()) { client in
                _ = try await client.execute(get(server), deadline: .now + .seconds(10))
            }
        }
    }
}

/// Waits for the group's shutdown, as a server does.
private struct ShutdownTrigger: Service {
    func run() async throws {
        try await gracefulShutdown()
    }
}
