import ArgumentParser
import Curl
import Foundation
import HTTPTypes
import Server

struct HealthcheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "healthcheck",
        abstract: "Ask the running service whether it is well.",
        discussion: """
            Asks /readyz where the service listens (server.host and server.port, or server.unix_socket), prints the answer and ends with 0 if the service is ready, \
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
        let (authority, unixSocket) = Self.reachable(settings.address)
        let request = HTTPRequest(
            method: .get, scheme: settings.tls == nil ? "http" : "https", authority: authority,
            path: live ? "/livez" : "/readyz")
        let response: CurlResponse
        do {
            // Our own machine is asked, by another name than the certificate's, and nothing is told to it.
            let timeout = Duration.milliseconds(timeoutMs)
            response = try await withCurlClient(try .init(unixSocket: unixSocket, verifiesServer: false)) { client in
                try await client.execute(request, deadline: .now + timeout)
            }
        } catch {
            throw CommandFailure("No answer from \(settings.address): \(error)", .notGood)
        }
        let text = String(decoding: response.body, as: UTF8.self)
        guard response.head.status == .ok else { throw CommandFailure(text, .notGood) }
        print(text)
    }

    /// How a listener can be reached from this machine.
    private static func reachable(_ address: ListenAddress) -> (authority: String, unixSocket: String?) {
        switch address {
        case .network("0.0.0.0", let port): ("127.0.0.1:\(port)", nil)
        case .network("::", let port): ("[::1]:\(port)", nil)
        case .network: ("\(address)", nil)
        case .unixSocket(let path): ("localhost", path)
        }
    }
}
