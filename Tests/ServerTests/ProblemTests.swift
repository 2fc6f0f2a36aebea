import Decisions
import Foundation
import Testing

@testable import Server

@Suite("Errors")
struct ProblemTests {
    @Test("are all listed in docs/errors.md, and nothing else is")
    func documented() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/errors.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        let listed = text.split(separator: "\n").compactMap { line -> String? in
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 4, Int(cells[0]) != nil else { return nil }
            return cells[1].trimmingCharacters(in: ["`"])
        }
        let known = Problem.Code.allCases.map(\.rawValue) + InvalidRequest.Code.allCases.map(\.rawValue)
        #expect(listed.sorted() == known.sorted())
    }
}
