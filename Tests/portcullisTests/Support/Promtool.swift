import Foundation
import TestSupport
import Testing

/// Prometheus' own checker, of Debian's package `prometheus`. Where it isn't installed, nothing is checked, and the
/// test's output says so.
enum Promtool {
    private static let url = Tool.find("promtool")

    static let isInstalled = url != nil

    /// Runs `promtool check metrics` on a scrape.
    static func check(metrics: String) async throws {
        guard isInstalled else { return print("promtool is not installed: the metrics are not checked with it") }
        let result = try await run(["check", "metrics"], input: metrics)
        #expect(result == Binary.Result(status: 0, output: "", errors: ""))
    }

    static func run(_ arguments: [String], input: String = "") async throws -> Binary.Result {
        try await Binary.run(arguments, executable: #require(url), input: input)
    }
}
