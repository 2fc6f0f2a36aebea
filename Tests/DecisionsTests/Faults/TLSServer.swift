import Foundation

/// `Tests/Servers/tls_server.py`, for what a TLS or HTTP/2 server can do wrong.
enum TLSServer {
    private static let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Servers/tls_server.py").path

    /// Whether there is what the script needs.
    static let isAvailable = ["python3", "openssl"].allSatisfy { command in
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/\(command)")
        }
    }

    private struct NoPort: Error {}

    /// Runs `body` beside the server, which ends with it.
    static func with<Output>(
        mode: String, folder: URL, _ body: (_ authority: String, _ certificate: String) async throws -> Output
    ) async throws -> Output {
        let process = Process()
        let (input, output) = (Pipe(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", script, mode, folder.path]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        defer {
            try? input.fileHandleForWriting.close()
            process.waitUntilExit()
        }
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard let port = Int(line.trimmingCharacters(in: .whitespacesAndNewlines)) else { throw NoPort() }
        return try await body("127.0.0.1:\(port)", folder.appending(path: "certificate.pem").path)
    }
}
