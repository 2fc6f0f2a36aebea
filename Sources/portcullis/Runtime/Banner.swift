import DecisionLog
import Server
import Simulator

/// What `serve --simulate` prints for a person who tries it.
enum Banner {
    static func text(settings: Settings, address: ListenAddress) -> String {
        let scheme = settings.tls == nil ? "http" : "https"
        let (url, option) =
            switch address {
            case .network: ("\(scheme)://\(address)", "")
            case .unixSocket(let path): ("\(scheme)://localhost", "--unix-socket \(path) ")
            }
        let header = !settings.authentication.isConfigured ? "" : " -H 'Authorization: Bearer <your key>'"
        func call(_ body: String) -> String {
            "  curl -s \(option)\(url)/v1/decisions\(header) -H 'Content-Type: application/json' -d '\(body)'"
        }
        return """

            Portcullis answers at \(option.isEmpty ? url : "\(address)"); the vendors are simulated. Try:

            \(Samples.lines(call).joined(separator: "\n"))

            Each decision is one line of \(settings.log.directory)/decisions.ndjson:

              tail -F \(settings.log.directory)/decisions.ndjson

            All sample session IDs: \(CommandLine.arguments.first ?? "portcullis") simulate --list, or README.md.
            Stop with Ctrl-C.

            """
    }
}
