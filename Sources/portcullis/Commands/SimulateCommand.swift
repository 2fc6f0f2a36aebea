import ArgumentParser
import Logging
import ServiceLifecycle
import Simulator
import UnixSignals

struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Run simulated Verisoul and Tripwire APIs.",
        discussion: """
            For tests of your own, and for services in other processes: both vendors answer on one loopback port, with \
            the sample session IDs that --list shows. Any other well-formed ID gives a plausible session.

              PORTCULLIS_PROVIDERS_TRIPWIRE_BASE_URL=http://127.0.0.1:9090
              PORTCULLIS_PROVIDERS_TRIPWIRE_SECRET_KEY=sk_test_simulator
              PORTCULLIS_PROVIDERS_VERISOUL_BASE_URL=http://127.0.0.1:9090
              PORTCULLIS_PROVIDERS_VERISOUL_API_KEY=simulator
            """)

    @Flag(help: "Print the sample session IDs and what each gives, and end.")
    var list = false

    @Option(help: ArgumentHelp("The port to listen on; 0 is any free one.", valueName: "port"))
    var port = 9090

    @Option(help: ArgumentHelp("How long an ordinary answer takes, in milliseconds.", valueName: "ms"))
    var latencyMs = 20

    func validate() throws {
        guard (0...60_000).contains(latencyMs) else { throw ValidationError("--latency-ms takes 0 to 60000.") }
        guard (0...65_535).contains(port) else { throw ValidationError("--port takes 0 to 65535.") }
    }

    func run() async throws {
        if list {
            for line in Samples.list() { print(line) }
            return
        }
        var configuration = Simulator.Configuration()
        configuration.port = port
        configuration.latency = .milliseconds(latencyMs)
        let logger = Logger(label: "portcullis.simulator")
        do {
            let simulator = try Simulator(configuration, logger: logger) { port in
                Output.print("Simulated Verisoul and Tripwire at http://127.0.0.1:\(port)")
            }
            let group = ServiceGroup(
                configuration: .init(
                    services: [simulator], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
            try await group.run()
        } catch {
            throw CommandFailure("The simulator ended: \(error)", .notGood)
        }
    }
}
