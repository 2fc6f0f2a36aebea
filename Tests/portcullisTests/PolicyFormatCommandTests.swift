import Foundation
import TestSupport
import Testing

@testable import portcullis

@Suite("The command 'policy fmt'")
struct PolicyFormatCommandTests {
    @Test("finds the sample policy and its tests in the one layout")
    func sample() async throws {
        let result = try await Binary.run(["policy", "fmt", "--check"])
        #expect(result.status == 0, "\(result.output) \(result.errors)")
        #expect(result.output.isEmpty)
    }

    @Test("changes files in place, names them, and has nothing to do the second time")
    func inPlace() async throws {
        try await Folder.with { folder in
            let file = folder.appending(path: "p.yaml")
            let text =
                "version: '1'\nevent: signup\ndefault: allow\nrules:\n- id: a # mine\n  when: true\n  then: review"
            try text.write(to: file, atomically: true, encoding: .utf8)
            let check = try await Binary.run(["policy", "fmt", "--check", folder.path])
            #expect((check.status, check.output) == (1, file.path + "\n"))
            #expect(try String(contentsOf: file, encoding: .utf8) == text)
            let first = try await Binary.run(["policy", "fmt", folder.path])
            #expect((first.status, first.output) == (0, file.path + "\n"))
            let formatted = try String(contentsOf: file, encoding: .utf8)
            #expect(formatted.hasSuffix("rules:\n  - id: a # mine\n    when: true\n    then: review\n"))
            let second = try await Binary.run(["policy", "fmt", folder.path])
            #expect((second.status, second.output) == (0, ""))
        }
    }

    @Test("ends with 2 for what can't be read")
    func unreadable() async throws {
        let result = try await Binary.run(["policy", "fmt", "/nowhere/at/all"])
        #expect(result.status == 2)
    }
}
