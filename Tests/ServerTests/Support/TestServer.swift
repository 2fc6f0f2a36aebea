import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import TestSupport

@testable import Server

/// The connections of the service, in front of four routes: `GET /` answers at once, `POST /` with the body's length,
/// `GET /caller` with whom the client's certificate stands for, `GET /wait` when it is let go.
struct TestServer: Sendable {
    let client: TestClient
    let waiting: WaitingRoute
    /// Begins to drain.
    let stop: @Sendable () async -> Void

    /// Runs `body` beside a server, which is gone afterwards.
    static func with(
        receiveTimeout: TimeAmount = .minutes(10), idleTimeout: TimeAmount = .minutes(10),
        linger: TimeAmount = .minutes(10),
        maxConnections: Int = 1024, address: ListenAddress = .network(host: "127.0.0.1", port: 0),
        tls: ListenerTLS? = nil, clientNames: ClientNames = .none, observe: RequestObserver? = nil,
        logger: Logger = Logger(label: "server-tests") { _ in SwiftLogNoOpLogHandler() },
        _ body: @escaping @Sendable (TestServer) async throws -> Void
    ) async throws {
        let (addresses, bound) = AsyncStream<ListenAddress>.makeStream()
        let waiting = WaitingRoute()
        let connections = PortcullisServer.service(
            router: router(waiting, observe), address: address, tls: tls, clientNames: clientNames,
            limits: .init(receiveTimeout: receiveTimeout, idleTimeout: idleTimeout, linger: linger),
            maxConnections: maxConnections,
            // One loop, so that what happens to one connection is in order with what happens to another.
            group: MultiThreadedEventLoopGroup.singleton.next(), logger: logger, onBound: { bound.yield($0) })
        let group = ServiceGroup(configuration: .init(services: [connections], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { bound.finish() }
                try await group.run()
            }
            var iterator = addresses.makeAsyncIterator()
            guard let address = await iterator.next() else { return try await tasks.waitForAll() }
            let port = if case .network(_, let port) = address { port } else { 0 }
            let server = TestServer(
                client: TestClient(port: port), waiting: waiting,
                stop: { await group.triggerGracefulShutdown() })
            defer { tasks.cancelAll() }
            try await body(server)
        }
    }

    /// What no route means to throw.
    struct Fault: Error {
        let secret = "inside"
    }

    private static func router(_ waiting: WaitingRoute, _ observe: RequestObserver?) -> Router<ServerContext> {
        let router = Router(context: ServerContext.self)
        router.middlewares.add(
            ProblemMiddleware(methods: EndpointMethods(["/": [.get, .post], "/fault": [.get]]), observe: observe))
        router.get("/") { _, _ in "alive" }
        router.get("/caller") { _, context in context.certifiedCaller ?? "nobody" }
        router.get("/fault") { _, _ -> String in throw Fault() }
        router.get("/wait") { _, _ in try await waiting.answer() }
        router.post("/") { request, _ in
            "\(try await DecisionRoutes.body(of: request).count)"
        }
        return router
    }
}
