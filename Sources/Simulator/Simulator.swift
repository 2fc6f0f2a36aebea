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
    package func run<Result: Sendable>(
        _ work: @escaping @Sendable (_ baseURL: String) async throws -> Result
    ) async throws -> Result {
        let (ports, bound) = AsyncStream<Int>.makeStream(bufferingPolicy: .bufferingOldest(1))
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                // Ends the wait below also when the port can't be bound.
                defer { bound.finish() }
                let application = self.application { port in
                    await onBound(port)
                    bound.yield(port)
                }
                try await application.run()
            }
            for await port in ports {
                let result = try await work(baseURL(port: port))
                group.cancelAll()
                return result
            }
            try await group.waitForAll()
            throw CancellationError()
        }
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
