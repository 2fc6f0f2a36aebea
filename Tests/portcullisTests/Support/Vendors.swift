import Foundation
import TestSupport

/// `portcullis simulate` as a process of its own: vendors with keys and limits like real ones.
struct Vendors: Sendable {
    /// What points a service at both.
    let environment: [String: String]

    struct DidNotStart: Error {}

    /// Runs `body` beside the vendors.
    static func with(_ body: (Vendors) async throws -> Void) async throws {
        let process = Binary.process(["simulate", "--port", "0", "--latency-ms", "0"], environment: [:])
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        let ends = Binary.end(of: process)
        try process.run()
        let ended = Task { await ends.first { _ in true } }
        do {
            guard let line = await Lines(output.fileHandleForReading).line(containing: "http://"),
                let url = line.split(separator: " ").last
            else { throw DidNotStart() }
            var environment: [String: String] = [:]
            for (vendor, key) in [("TRIPWIRE", "SECRET_KEY"), ("VERISOUL", "API_KEY")] {
                environment["PORTCULLIS_PROVIDERS_\(vendor)_BASE_URL"] = String(url)
                environment["PORTCULLIS_PROVIDERS_\(vendor)_\(key)"] =
                    vendor == "TRIPWIRE" ? "sk_test_simulator" : "simulator"
            }
            try await body(Vendors(environment: environment))
        } catch {
            kill(process.processIdentifier, SIGKILL)
            _ = await ended.value
            throw error
        }
        kill(process.processIdentifier, SIGKILL)
        _ = await ended.value
    }
}
