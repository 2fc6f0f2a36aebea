import Foundation
import TestSupport
import Testing

/// One of the signup handlers in `examples/`.
struct Example: Sendable, CustomTestStringConvertible {
    let file: String
    let tools: [String]

    static let all = [
        Example(file: "signup.sh", tools: ["bash", "curl", "jq", "openssl"]),
        Example(file: "signup.mjs", tools: ["node"]),
        Example(file: "signup.py", tools: ["python3"]),
    ]

    var testDescription: String { file }

    /// Runs the handler against a service on this port of loopback. Ends the test if what the handler needs isn't here.
    func run(_ sessions: [String], port: Int, environment: [String: String] = [:]) async throws -> Binary.Result {
        let missing = tools.filter { Tool.find($0) == nil }
        guard missing.isEmpty else { try Test.cancel("not installed: \(missing.formatted())") }
        var all = ["DECISIONS_URL": "http://127.0.0.1:\(port)", "DECISIONS_KEY": "", "DECISIONS_SECRET": ""]
        all.merge(environment) { $1 }
        let url = Binary.package.appending(path: "examples").appending(path: file)
        return try await Binary.run(sessions, executable: url, environment: all)
    }

    /// What a handler says to a signup that it has no decision on.
    static let held = "account opened, but held until somebody or a second factor confirms it (no record)\n"
}
