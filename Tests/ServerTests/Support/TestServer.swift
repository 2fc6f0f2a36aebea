import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import TestSupport

@testable import Server

/// The connections of the service, in front of two routes: `GET /` answers at once, `POST /` with the body's length.
struct TestServer: Sendable {
    let client: TestClient
    /// Begins to drain.
    let stop: @Sendable () async -> Void

    /// Runs `body` beside a server, which is gone afterwards.
    static func with(
        receiveTimeout: TimeAmount = .minutes(10), idleTimeout: TimeAmount = .minutes(10),
        linger: TimeAmount = .minutes(10),
        maxConnections: Int = 1024, observe: RequestObserver? = nil,
        logger: Logger = Logger(label: "server-tests") { _ in SwiftLogNoOpLogHandler() },
        _ body: @escaping @Sendable (TestServer) async throws -> Void
    ) async throws {
        let (ports, bound) = AsyncStream<Int>.makeStream()
        let connections = PortcullisServer.service(
            router: router(observe), address: .hostname("127.0.0.1", port: 0),
            limits: .init(receiveTimeout: receiveTimeout, idleTimeout: idleTimeout, linger: linger),
            maxConnections: maxConnections,
            // One loop, so that what happens to one connection is in order with what happens to another.
            group: MultiThreadedEventLoopGroup.singleton.next(), logger: logger, onBound: { bound.yield($0) })
        let group = ServiceGroup(configuration: .init(services: [connections], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            var iterator = ports.makeAsyncIterator()
            let port = await iterator.next() ?? 0
            let server = TestServer(
                client: TestClient(port: port), stop: { await group.triggerGracefulShutdown() })
            defer { tasks.cancelAll() }
            try await body(server)
        }
    }

    /// What no route means to throw.
    struct Fault: Error {
        let secret = "inside"
    }

    private static func router(_ observe: RequestObserver?) -> Router<ServerContext> {
        let router = Router(context: ServerContext.self)
        router.middlewares.add(
            ProblemMiddleware(methods: EndpointMethods(["/": [.get, .post], "/fault": [.get]]), observe: observe))
        router.get("/") { _, _ in "alive" }
        router.get("/fault") { _, _ -> String in throw Fault() }
        router.post("/") { request, _ in
            "\(try await DecisionRoutes.body(of: request).count)"
        }
        return router
    }
}
