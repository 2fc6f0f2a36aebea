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

    struct Result: Sendable, Equatable {
        let status: Int32
        let output: String
        let errors: String
    }

    /// Runs a command of the program, or another program, to its end.
    static func run(
        _ arguments: [String], executable: URL = url, environment: [String: String] = [:], input: String? = nil
    ) async throws -> Result {
        let process = process(arguments, executable: executable, environment: environment)
        let (inputPipe, output, errors) = (Pipe(), Pipe(), Pipe())
        if input != nil { process.standardInput = inputPipe }
        process.standardOutput = output
        process.standardError = errors
        // Before the start: a process that ends at once would find no handler.
        let ended = end(of: process)
        try process.run()
        async let text = Lines.all(of: output.fileHandleForReading)
        async let errorText = Lines.all(of: errors.fileHandleForReading)
        if let input {
            try inputPipe.fileHandleForWriting.write(contentsOf: Data(input.utf8))
            try inputPipe.fileHandleForWriting.close()
        }
        return await Result(status: ended.first { _ in true } ?? -1, output: text, errors: errorText)
    }

    static func process(
        _ arguments: [String], executable: URL = url, environment: [String: String]
    ) -> Process {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = package
        process.standardInput = FileHandle.nullDevice
        var inherited = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("PORTCULLIS_") }
        inherited.merge(environment) { $1 }
        process.environment = inherited
        return process
    }

    /// The exit status, when the process has ended; the negative signal if one ended it.
    static func end(of process: Process) -> AsyncStream<Int32> {
        let (ends, continuation) = AsyncStream<Int32>.makeStream()
        process.terminationHandler = {
            continuation.yield($0.terminationReason == .exit ? $0.terminationStatus : -$0.terminationStatus)
            continuation.finish()
        }
        return ends
    }
}
