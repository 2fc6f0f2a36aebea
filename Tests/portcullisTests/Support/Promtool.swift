import Foundation
import Testing

/// Prometheus' own checker, of Debian's package `prometheus`. Where it isn't installed, nothing is checked, and the
/// test's output says so.
enum Promtool {
    private static let url: URL? = {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return path.split(separator: ":").map { URL(filePath: String($0)).appending(path: "promtool") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }()

    static let isInstalled = url != nil

    /// Runs `promtool check metrics` on a scrape.
    static func check(metrics: String) async throws {
        guard isInstalled else { return print("promtool is not installed: the metrics are not checked with it") }
        let result = try await run(["check", "metrics"], input: metrics)
        #expect(result == Binary.Result(status: 0, output: "", errors: ""))
    }

    static func run(_ arguments: [String], input: String = "") async throws -> Binary.Result {
        let process = Process()
        process.executableURL = url
        process.arguments = arguments
        process.currentDirectoryURL = Binary.package
        let (inputPipe, output, errors) = (Pipe(), Pipe(), Pipe())
        process.standardInput = inputPipe
        process.standardOutput = output
        process.standardError = errors
        let ended = Binary.end(of: process)
        try process.run()
        async let text = Lines.all(of: output.fileHandleForReading)
        async let errorText = Lines.all(of: errors.fileHandleForReading)
        try inputPipe.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try inputPipe.fileHandleForWriting.close()
        return await Binary.Result(status: ended.first { _ in true } ?? -1, output: text, errors: errorText)
    }
}
