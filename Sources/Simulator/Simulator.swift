import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle

/// Both vendors' APIs on one loopback port, with the sample sessions of `Catalogue`.
///
/// Run it in one of two ways:
/// - `run(_:)` runs it around the work that needs it. The port is known before that work starts, and the simulator
///   stops after it. This is the way to put a service on top.
/// - `run()` runs it as a service of its own, until it is cancelled or its group shuts down.
package struct Simulator: Service {
    private let configuration: Configuration
    private let logger: Logger
    private let onBound: @Sendable (Int) async -> Void
    private let ledger: Ledger
    private let epoch = Date()

    /// - Parameters:
    ///   - configuration: the address, the keys and the latency.
    ///   - logger: gets one line when the port is bound.
    ///   - onBound: called with the port once connections are accepted.
    /// - Throws: `SimulatorError` for a setting that isn't allowed.
    package init(
        _ configuration: Configuration = Configuration(), logger: Logger,
        onBound: @escaping @Sendable (Int) async -> Void = { _ in }
    ) throws(SimulatorError) {
        try configuration.validate()
        self.configuration = configuration
        self.ledger = Ledger(maxSessions: configuration.maxCountedSessions)
        self.logger = logger
        self.onBound = onBound
    }

    /// How many calls were received.
    package var calls: Calls { ledger.calls }

    /// Sets the counts to 0 and every stateful scenario to its first answer.
    package func reset() { ledger.reset() }

    /// The URL that both vendors' base URLs are set to.
    package func baseURL(port: Int) -> String {
        configuration.host == "::1" ? "http://[::1]:\(port)" : "http://\(configuration.host):\(port)"
    }

    /// Runs the simulator until it is cancelled or its service group shuts down gracefully.
    ///
    /// - Throws: what binding the port fails with.
    package func run() async throws {
        try await application(onBound: onBound).run()
    }

    /// Runs the simulator as long as `work` runs.
    ///
    /// - Parameter work: gets the base URL of both vendors when connections are accepted.
    /// - Returns: what `work` returns.
    /// - Throws: what binding the port fails with, or what `work` throws.
    package func run<Output: Sendable>(
        _ work: @escaping @Sendable (_ baseURL: String) async throws -> Output
    ) async throws -> Output {
        let (ports, bound) = AsyncStream<Int>.makeStream(bufferingPolicy: .bufferingOldest(1))
        let services = serviceGroup { port in
            await onBound(port)
            bound.yield(port)
        }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                // Ends the wait below also when the port can't be bound.
                defer { bound.finish() }
                try await services.run()
            }
            for await port in ports {
                let output = await outcome(of: work, baseURL(port: port))
                await services.triggerGracefulShutdown()
                // What the simulator ends with is no matter once the work is done.
                try? await group.waitForAll()
                return try output.get()
            }
            try await group.waitForAll()
            throw CancellationError()
        }
    }

    private func outcome<Output: Sendable>(
        of work: (String) async throws -> Output, _ baseURL: String
    ) async -> Result<Output, any Error> {
        do {
            return .success(try await work(baseURL))
        } catch {
            return .failure(error)
        }
    }

    /// A group that ends gracefully, but in bounded time: a client in the middle of a request can't hold it up.
    private func serviceGroup(onBound: @escaping @Sendable (Int) async -> Void) -> ServiceGroup {
        var configuration = ServiceGroupConfiguration(services: [application(onBound: onBound)], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(5)
        return ServiceGroup(configuration: configuration)
    }

    private func application(
        onBound: @escaping @Sendable (Int) async -> Void
    ) -> some ApplicationProtocol {
        let routes = SimulatorRoutes(configuration: configuration, ledger: ledger, epoch: epoch)
        return Application(
            router: routes.router(),
            configuration: .init(
                address: .hostname(configuration.host, port: configuration.port), serverName: "portcullis-simulator",
                availableConnectionsDelegate: MaximumAvailableConnections(configuration.maxConnections)),
            onServerRunning: { channel in
                if let port = channel.localAddress?.port { await onBound(port) }
            },
            logger: logger)
    }
}
