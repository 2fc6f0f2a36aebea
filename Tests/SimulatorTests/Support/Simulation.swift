import Foundation
import Logging
import Simulator
import TestSupport
import Testing

/// A running simulator and a client for it.
struct Simulation: Sendable {
    let simulator: Simulator
    let client: TestClient

    /// Asks the vendor for a session, with a good key.
    func fetch(_ vendor: Vendor, _ sessionID: String) async throws -> TestClient.Answer {
        switch vendor {
        case .tripwire:
            try await client.send("GET", "/v1/sessions/\(sessionID)", ["Authorization": "Bearer sk_test_simulator"])
        case .verisoul: try await client.send("GET", "/session/\(sessionID)", ["x-api-key": "simulator"])
        }
    }

    /// The facts of a session, decoded.
    func json(_ vendor: Vendor, _ sessionID: String) async throws -> JSONTree {
        try await JSONDecoder().decode(JSONTree.self, from: Data(fetch(vendor, sessionID).body))
    }
}

/// Runs `work` against a simulator on a free port, without latency unless `change` sets one.
func withSimulation<Result: Sendable>(
    _ change: (inout Simulator.Configuration) -> Void = { _ in },
    _ work: @escaping @Sendable (Simulation) async throws -> Result
) async throws -> Result {
    var configuration = Simulator.Configuration()
    configuration.latency = .zero
    configuration.slowAnswer = .milliseconds(50)
    change(&configuration)
    let simulator = try Simulator(configuration, logger: quiet)
    return try await simulator.run { baseURL in
        let port = try #require(baseURL.split(separator: ":").last.flatMap { Int($0) })
        return try await work(Simulation(simulator: simulator, client: TestClient(port: port)))
    }
}

/// A logger that writes nothing.
let quiet = Logger(label: "simulator-tests") { _ in SwiftLogNoOpLogHandler() }
