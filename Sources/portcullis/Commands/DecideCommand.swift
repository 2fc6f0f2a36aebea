import ArgumentParser
import CEL
import Decisions
import Foundation
import Providers

struct DecideCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decide",
        abstract: "Decide once, without a running service, and print the decision.",
        discussion: """
            Asks the vendors, applies the policy and logs the decision exactly as the service does. A log directory \
            belongs to one process at a time: while a service runs, name another with --log-directory.

              portcullis decide --simulate sid_c1ean000000000000000000101

            A Tripwire session and a Verisoul session may be given together. Ends with 0 whatever was decided.
            """)

    @OptionGroup var config: ConfigOptions

    @Flag(help: "Ask simulated vendors instead of the real ones.")
    var simulate = false

    @Option(help: ArgumentHelp("The event, which picks the policy.", valueName: "name"))
    var event = DecisionRequest.defaultEvent

    @Option(help: ArgumentHelp("Log here instead of log.directory.", valueName: "path"))
    var logDirectory: String?

    @Argument(help: ArgumentHelp("One session of each vendor at the most: sid_… or a UUID.", valueName: "session"))
    var sessions: [String]

    func validate() throws {
        let parsed = sessions.compactMap(SessionID.init(routing:))
        guard parsed.count == sessions.count else {
            throw ValidationError(
                "A session is \(SessionID.form(of: .tripwire)) (Tripwire), or a UUID (Verisoul).")
        }
        guard Set(parsed.map(\.provider)).count == parsed.count else {
            throw ValidationError("Give one session of each vendor at the most.")
        }
    }

    func run() async throws {
        var extra: [String: SettingValue] = [:]
        extra["log.directory"] = logDirectory.map { SettingValue(text: $0, source: .option("--log-directory")) }
        let request = DecisionRequest(sessions: sessions.compactMap(SessionID.init(routing:)), event: event)
        do {
            let body = try await Simulation.run(if: simulate, configPath: config.path, extra: extra) { settings in
                let runtime = try await Runtime(settings: settings)
                let answer: Result<DecisionAnswer, any Error>
                do {
                    answer = .success(
                        try await runtime.decisions.decide(request, deadline: .now + settings.decisionTimeout))
                } catch {
                    answer = .failure(error)
                }
                await runtime.close()
                return try answer.get().body
            }
            try Output.write(body + [UInt8(ascii: "\n")])
        } catch let error as SettingsError {
            throw CommandFailure(error.description, .usage)
        } catch let error as StartError {
            throw CommandFailure(error.description, .usage)
        } catch DecisionError.invalid(let invalid) {
            throw CommandFailure(invalid.detail, .usage)
        } catch DecisionError.notLogged(let cause) {
            throw CommandFailure("The decision could not be logged, so it is not given: \(cause)", .notGood)
        }
    }
}
