import Decisions
import Foundation
import Policy
import Testing

/// `Golden/case_NN.yaml`: small policies, evidence, and what has to come of it, for anybody to read.
@Suite("Golden cases")
struct GoldenCaseTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

    private static let files: [String] =
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
        .filter { $0.hasPrefix("case_") }.sorted()

    @Test("are there") func present() {
        #expect(Self.files.count == 6)
    }

    @Test("come to what they say", arguments: files)
    func golden(file: String) throws {
        let path = Self.folder.appending(path: file).path
        let report = try PolicyTestRun.run(file: path, tests: PolicyTestLoader(vocabulary: .portcullis))
        for test in report.cases {
            #expect(test.mismatches.isEmpty, "\(test.name)")
        }
    }

    @Test("rest on policies without a warning")
    func policies() throws {
        let policies = Self.folder.appending(path: "policies").path
        for name in try FileManager.default.contentsOfDirectory(atPath: policies) {
            let check = try PolicyLoader(vocabulary: .portcullis).check("\(policies)/\(name)")
            #expect(check.warnings.map(\.description).filter { !$0.contains("unavailable leaves open") } == [])
        }
    }
}
