import Foundation
import TestSupport
import Testing

@testable import portcullis

@Suite("The commands for the log")
struct LogCommandTests {
    @Test("refuse a type that no record has, and name those that there are")
    func types() async throws {
        let result = try await Binary.run(["log", "query", "--type", "portcullis.decisions.v1", "--count"])
        #expect(result.status == 2 && result.output.isEmpty)
        for type in LogQueryCommand.types { #expect(result.errors.contains(type)) }
        let page = try String(contentsOf: Binary.package.appending(path: "docs/log.md"), encoding: .utf8)
        let documented = page.matches(of: /\n\| `(portcullis\.[a-z.]+\.v1)` \|/).map { String($0.output.1) }
        #expect(documented == LogQueryCommand.types)
    }
}
