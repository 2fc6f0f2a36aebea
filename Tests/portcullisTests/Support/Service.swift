import Foundation
import TestSupport

/// `portcullis serve` as a process of its own, on a port and a log directory of its own.
final class Service: Sendable {
    let client: TestClient
    let logDirectory: URL
    let errors: Lines
    private let process: Process
    private let ended: Task<Int32, Never>

    struct DidNotStart: Error {
        let errors: String
    }

    private init(_ process: Process, ended: Task<Int32, Never>, errors: Lines, port: Int, logDirectory: URL) {
        self.process = process
        self.ended = ended
        self.errors = errors
        self.client = TestClient(port: port)
        self.logDirectory = logDirectory
    }

    /// Starts a service on simulated vendors, unless `arguments` say otherwise, and waits until it answers.
    ///
    /// - Parameter shell: a shell's script to start it with instead, whose `$0` is the program.
    static func start(
        _ arguments: [String] = ["serve", "--simulate"], environment: [String: String] = [:], shell: String? = nil,
        logDirectory: URL
    ) async throws -> Service {
        var all = [
            "PORTCULLIS_SERVER_PORT": "0", "PORTCULLIS_LOG_DIRECTORY": logDirectory.path,
            "PORTCULLIS_LOGGING_FORMAT": "text",
        ]
        all.merge(environment) { $1 }
        let process = Binary.process(arguments, environment: all)
        if let shell {
            process.executableURL = URL(filePath: "/bin/bash")
            process.arguments = ["-c", shell, Binary.url.path]
        }
        let errorPipe = Pipe()
        process.standardError = errorPipe
        process.standardOutput = FileHandle.nullDevice
        let ends = Binary.end(of: process)
        try process.run()
        let ended = Task { await ends.first { _ in true } ?? -1 }
        let errors = Lines(errorPipe.fileHandleForReading)
        let ready = all["PORTCULLIS_LOGGING_FORMAT"] == "json" ? #""message":"ready""# : "] ready"
        guard let line = await errors.line(containing: ready) else { throw DidNotStart(errors: errors.text) }
        // None of a Unix socket.
        let port = line.firstMatch(of: /address\W+[^ ]*:(\d+)/).flatMap { Int($0.1) } ?? 0
        return Service(process, ended: ended, errors: errors, port: port, logDirectory: logDirectory)
    }

    /// Runs `body` with a service and a folder that is gone afterwards.
    static func with(
        _ arguments: [String] = ["serve", "--simulate"], environment: [String: String] = [:],
        _ body: (Service) async throws -> Void
    ) async throws {
        try await Folder.with { folder in
            let service = try await start(arguments, environment: environment, logDirectory: folder)
            do {
                try await body(service)
            } catch {
                service.kill()
                _ = await service.end()
                throw error
            }
            service.kill()
            _ = await service.end()
        }
    }

    var processID: Int32 { process.processIdentifier }

    func decide(_ body: String, headers: [String: String] = [:]) async throws -> TestClient.Answer {
        try await client.send(
            "POST", "/v1/decisions", ["Content-Type": "application/json"].merging(headers) { $1 }, body: body)
    }

    func decide(session: String) async throws -> TestClient.Answer {
        try await decide(#"{"session_id":"\#(session)"}"#)
    }

    func terminate() { process.terminate() }

    func kill() { Foundation.kill(process.processIdentifier, SIGKILL) }

    /// The exit status; the negative signal if one ended the process.
    func end() async -> Int32 { await ended.value }

    /// The lines of the log as they are in the file.
    func logLines() throws -> [[UInt8]] {
        let data = try Data(contentsOf: logDirectory.appending(path: "decisions.ndjson"))
        return Array(data).split(separator: UInt8(ascii: "\n")).map(Array.init)
    }
}
