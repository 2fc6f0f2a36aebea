import ArgumentParser
import Foundation
import Logging

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the decision service.",
        discussion: """
            Listens on server.host and server.port (127.0.0.1:8080) or on server.unix_socket, asks the vendors whose keys are set, and logs \
            each decision to log.directory (var/log) before it answers. Stops gracefully on SIGTERM: requests that \
            were accepted are answered first.

            With --simulate both vendors are simulated in the process, and no key is needed. The sample session IDs \
            are listed by 'portcullis simulate --list'.
            """)

    @OptionGroup var config: ConfigOptions

    @Flag(help: "Ask simulated vendors instead of the real ones.")
    var simulate = false

    @Option(
        help: ArgumentHelp(
            "How lines on standard error look: json or text.", discussion: "Default: logging.format, which is json.",
            valueName: "format"))
    var logFormat: LogFormat?

    func run() async throws {
        // Until the service handles it itself: a rotation that is asked for too early shall not end the start.
        signal(SIGHUP, SIG_IGN)
        await LoggingSettings.load(path: config.path, format: logFormat).bootstrap()
        do {
            try await Simulation.run(if: simulate, configPath: config.path) { [simulate] settings in
                let logger = Logger(label: "portcullis")
                if simulate { logger.notice("the vendors are simulated: decisions mean nothing") }
                try await ServiceRunner(settings: settings, logger: logger).run { address in
                    if simulate { Output.print(Banner.text(settings: settings, address: address)) }
                }
            }
        } catch let error as SettingsError {
            throw CommandFailure(error.description, .usage)
        } catch let error as StartError {
            throw CommandFailure(error.description, .usage)
        } catch {
            throw CommandFailure("The service ended: \(error)", .notGood)
        }
    }
}
