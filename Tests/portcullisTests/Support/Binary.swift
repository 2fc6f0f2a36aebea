import Foundation

/// The program under test, as the build put it beside the tests.
enum Binary {
    static let url: URL = {
        let arguments = CommandLine.arguments
        // Swift Testing runs in a helper that is told where the test bundle is; XCTest runs the bundle itself.
        let bundle =
            arguments.firstIndex(of: "--test-bundle-path").flatMap { index in
                arguments.indices.contains(index + 1) ? arguments[index + 1] : nil
            } ?? arguments[0]
        return URL(filePath: bundle).deletingLastPathComponent().appending(path: "portcullis")
    }()

    static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    struct Result: Sendable {
        let status: Int32
        let output: String
        let errors: String
    }

    /// Runs a command to its end.
    static func run(_ arguments: [String], environment: [String: String] = [:]) async throws -> Result {
        let process = process(arguments, environment: environment)
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        async let ended = end(of: process)
        try process.run()
        async let text = Lines.all(of: output.fileHandleForReading)
        async let errorText = Lines.all(of: errors.fileHandleForReading)
        let (status, standard, error) = await (ended, text, errorText)
        return Result(status: status, output: standard, errors: error)
    }

    static func process(_ arguments: [String], environment: [String: String]) -> Process {
        let process = Process()
        process.executableURL = url
        process.arguments = arguments
        process.currentDirectoryURL = package
        process.standardInput = FileHandle.nullDevice
        var inherited = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("PORTCULLIS_") }
        inherited.merge(environment) { $1 }
        process.environment = inherited
        return process
    }

    private static func end(of process: Process) async -> Int32 {
        await withCheckedContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
        }
    }
}
