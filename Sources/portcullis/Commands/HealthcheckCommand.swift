import ArgumentParser
import Curl
import Foundation
import HTTPTypes

struct HealthcheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "healthcheck",
        abstract: "Ask the running service whether it is well.",
        discussion: """
            Asks /readyz at server.host and server.port, prints the answer and ends with 0 if the service is ready, \
            with 1 if it isn't or doesn't answer in time. For containers that have no curl.
            """)

    @OptionGroup var config: ConfigOptions

    @Flag(help: "Ask /livez: whether the process answers at all.")
    var live = false

    @Option(help: ArgumentHelp("How long to wait for the answer, in milliseconds.", valueName: "ms"))
    var timeoutMs = 2000

    func validate() throws {
        guard (1...60_000).contains(timeoutMs) else { throw ValidationError("--timeout-ms takes 1 to 60000.") }
    }

    func run() async throws {
        let settings: Settings
        do {
            settings = try await Settings.load(path: config.path)
        } catch {
            throw CommandFailure(error.description, .usage)
        }
        let authority = "\(Self.reachable(settings.host)):\(settings.port)"
        let request = HTTPRequest(
            method: .get, scheme: "http", authority: authority, path: live ? "/livez" : "/readyz")
        let response: CurlResponse
        do {
            let timeout = Duration.milliseconds(timeoutMs)
            response = try await withCurlClient(try .init()) { client in
                try await client.execute(request, deadline: .now + timeout)
            }
        } catch {
            throw CommandFailure("No answer from \(authority): \(error)", .notGood)
        }
        let text = String(decoding: response.body, as: UTF8.self)
        guard response.head.status == .ok else { throw CommandFailure(text, .notGood) }
        print(text)
    }

    /// An address that a listener on `host` can be reached at from this machine.
    private static func reachable(_ host: String) -> String {
        switch host {
        case "0.0.0.0": "127.0.0.1"
        case "::": "[::1]"
        default: host.contains(":") ? "[\(host)]" : host
        }
    }
}
