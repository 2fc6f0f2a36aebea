import Foundation
import TestSupport
import Testing

/// PyPI's schemathesis makes requests of all kinds from openapi.json, good and bad ones, and checks the answers with it.
/// `make test-api` installs it and runs this for longer.
@Suite("The API, as schemathesis tries it")
struct SchemathesisTests {
    private static let environment = ProcessInfo.processInfo.environment

    private static let program: URL? =
        (environment["PATH"] ?? "").split(separator: ":").map { URL(filePath: "\($0)/schemathesis") }
        .first { FileManager.default.isExecutableFile(atPath: $0.path) }

    private static let examples = environment["SCHEMATHESIS_EXAMPLES"] ?? "5"

    /// Runs schemathesis in a folder of its own, as it writes what it found to the working directory.
    private func run(_ service: Service, key: String, in folder: URL) async throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = Self.program
        process.arguments = [
            "--config-file", Binary.package.appending(path: "Tests/API/schemathesis.toml").path, "run",
            "http://127.0.0.1:\(service.client.port)/openapi.json", "--url",
            "http://127.0.0.1:\(service.client.port)", "--header", "Authorization: Bearer \(key)", "--checks", "all",
            "--max-examples", Self.examples, "--suppress-health-check", "all", "--no-color",
        ]
        process.environment = Self.environment.merging([
            "SCHEMATHESIS_HOOKS": Binary.package.appending(path: "Tests/API/hooks.py").path
        ]) { $1 }
        process.currentDirectoryURL = folder
        process.standardInput = FileHandle.nullDevice
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        let ended = Binary.end(of: process)
        try process.run()
        let text = await Lines.all(of: output.fileHandleForReading)
        return (await ended.first { _ in true } ?? -1, text)
    }

    @Test(
        "is what openapi.json says, whatever is sent",
        .enabled(if: program != nil, "PyPI's schemathesis isn't installed: make test-api"))
    func conforms() async throws {
        let key = "0123456789abcdef"
        try await Folder.with { folder in
            try await Service.with(environment: ["PORTCULLIS_AUTH_BEARER_KEYS": "test:\(key)"]) { service in
                let result = try await run(service, key: key, in: folder)
                #expect(result.status == 0, "\(result.output)")
                #expect(!service.errors.text.contains("request failed"))
                let verified = try await Binary.run(["log", "verify", service.logDirectory.path])
                #expect(verified.status == 0, "\(verified.errors)")
            }
        }
    }
}
