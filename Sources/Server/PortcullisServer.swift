import CEL
import Decisions
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// The HTTP side of the service: routes, authentication, limits and health.
package struct PortcullisServer: Sendable {
    /// Where it listens and what it allows.
    package struct Configuration: Sendable {
        package var address: ListenAddress
        /// Nil for connections that aren't encrypted.
        package var tls: ListenerTLS?
        package var authentication: Authentication
        package var brake: FailureBrake
        package var admission: Admission
        /// Whom the certificates of clients stand for.
        package var clientNames: ClientNames
        /// The time that one decision may take.
        package var decisionTimeout: Duration

        package init(
            address: ListenAddress, tls: ListenerTLS? = nil, clientNames: ClientNames = .none,
            authentication: Authentication, brake: FailureBrake, admission: Admission, decisionTimeout: Duration
        ) {
            self.address = address
            self.tls = tls
            self.clientNames = clientNames
            self.authentication = authentication
            self.brake = brake
            self.admission = admission
            self.decisionTimeout = decisionTimeout
        }

        /// More are accepted only when others have left.
        static let maxConnections = 1024
        /// A connection on which nothing comes or goes for this long is closed.
        static let idleTimeout = TimeAmount.seconds(60)
        /// The time that a client may take to send one whole request.
        static let receiveTimeout = TimeAmount.seconds(10)
        /// How long a connection that we have closed waits for the client to close it too.
        static let linger = TimeAmount.seconds(2)
        static let maxHeaderBytes = 16 * 1024
        static let maxHeaders = 100
        /// Batches beyond the limit of other requests that are held at once.
        static let maxLargeBodies = 32
    }

    private let configuration: Configuration
    private let service: DecisionService
    private let readiness: @Sendable () -> Readiness
    private let reloadPolicies: @Sendable () async -> PolicyReload?
    private let telemetry: ServerTelemetry
    private let logger: Logger

    /// - Parameters:
    ///   - readiness: asked for each `GET /readyz`; has to answer at once.
    ///   - reloadPolicies: loads the policies now; nil if the service is about to stop.
    package init(
        configuration: Configuration, service: DecisionService, readiness: @escaping @Sendable () -> Readiness,
        reloadPolicies: @escaping @Sendable () async -> PolicyReload?,
        telemetry: ServerTelemetry = ServerTelemetry(), logger: Logger
    ) {
        self.configuration = configuration
        self.service = service
        self.readiness = readiness
        self.reloadPolicies = reloadPolicies
        self.telemetry = telemetry
        self.logger = logger
    }

    /// - Parameter onBound: called with the address, and the port that it has come to, once the server accepts connections.
    package func service(onBound: @escaping @Sendable (ListenAddress) async -> Void) -> any Service {
        Self.service(
            router: router(), address: configuration.address, tls: configuration.tls,
            clientNames: configuration.clientNames, observe: telemetry.observe, logger: logger, onBound: onBound)
    }

    static func service(
        router: Router<ServerContext>, address: ListenAddress, tls: ListenerTLS? = nil,
        clientNames: ClientNames = .none, observe: RequestObserver? = nil,
        limits: ConnectionWait.Limits = .init(
            receiveTimeout: Configuration.receiveTimeout, idleTimeout: Configuration.idleTimeout,
            linger: Configuration.linger),
        bodyLimits: BodyLimits = .init(
            maxBytes: DecisionRequest.limits.maxBytes, largePath: Endpoint.decideBatch.path,
            maxLargeBytes: DecisionBatch.maxBytes, maxLarge: Configuration.maxLargeBodies),
        maxConnections: Int = Configuration.maxConnections,
        group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
        logger: Logger, onBound: @escaping @Sendable (ListenAddress) async -> Void
    ) -> any Service {
        let connections = ConnectionChannel(
            responder: router.buildResponder(), limits: limits, bodyLimits: bodyLimits, tls: tls,
            clientNames: clientNames, observe: observe)
        func server(_ bind: BindAddress, onRunning: @escaping @Sendable (any Channel) async -> Void) -> any Service {
            connections.server(
                configuration: ServerConfiguration(
                    address: bind, backlog: 1024,
                    availableConnectionsDelegate: MaximumAvailableConnections(maxConnections)),
                onServerRunning: onRunning, eventLoopGroup: group, logger: logger)
        }
        switch address {
        case .network(let host, let port):
            return server(.hostname(host, port: port)) {
                await onBound(.network(host: host, port: $0.localAddress?.port ?? port))
            }
        case .unixSocket(let path):
            let file = UnixSocketFile(path: path, logger: logger)
            let server = server(.unixDomainSocket(path: path)) { _ in
                file.opened()
                await onBound(address)
            }
            return UnixSocketService(file: file, server: server)
        }
    }

    private func router() -> Router<ServerContext> {
        // Load balancers like to probe with HEAD.
        let router = Router(context: ServerContext.self, options: .autoGenerateHeadEndpoints)
        let handlers = Endpoint.allCases.compactMap { endpoint in handler(of: endpoint).map { (endpoint, $0) } }
        router.middlewares.add(
            ProblemMiddleware(methods: EndpointMethods(of: handlers.map(\.0)), observe: telemetry.observe))
        let callers = router.group().add(
            middleware: GateMiddleware(
                authentication: configuration.authentication, brake: configuration.brake,
                admission: configuration.admission))
        for (endpoint, handler) in handlers {
            let path = RouterPath(endpoint.path)
            if endpoint.isGuarded {
                callers.on(path, method: endpoint.method, use: handler)
            } else {
                router.on(path, method: endpoint.method, use: handler)
            }
        }
        return router
    }

    private typealias Handler = @Sendable @concurrent (Request, ServerContext) async throws -> Response

    /// - Returns: nil for what is switched off.
    private func handler(of endpoint: Endpoint) -> Handler? {
        let health = HealthRoutes(readiness: readiness)
        let decisions = DecisionRoutes(
            service: service, timeout: configuration.decisionTimeout, admission: configuration.admission,
            tracing: telemetry.tracing)
        switch endpoint {
        case .decide: return { try await decisions.decide($0, context: $1) }
        case .decideBatch: return { try await decisions.decideBatch($0, context: $1) }
        case .getDecision: return { try await decisions.decision($0, context: $1) }
        case .reloadPolicies:
            let policies = PolicyRoutes(reloadPolicies: reloadPolicies)
            return { try await policies.reload($0, context: $1) }
        case .live: return { health.live($0, context: $1) }
        case .ready: return { health.ready($0, context: $1) }
        case .metrics:
            guard let text = telemetry.metrics else { return nil }
            let route = MetricsRoute(text: text)
            return { try await route.metrics($0, context: $1) }
        case .openapi: return { OpenAPIRoute.document($0, context: $1) }
        }
    }
}
