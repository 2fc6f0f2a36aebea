import CEL
import Foundation

/// Finds and reads files of tests.
package struct PolicyTestLoader: Sendable {
    private static let suffix = ".test.yaml"

    private let vocabulary: Vocabulary
    private let limits: PolicyLimits

    package init(vocabulary: Vocabulary, limits: PolicyLimits = PolicyLimits()) {
        self.vocabulary = vocabulary
        self.limits = limits
    }

    /// The files of tests that a path means: itself, or all `*.test.yaml` of a directory.
    package func files(at path: String) throws(PolicyLoadError) -> [String] {
        if path.hasSuffix(Self.suffix) { return [path] }
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            throw PolicyLoadError([
                PolicyProblem(
                    file: path, message: "this is no file of tests and no directory that can be read",
                    hint: "tests are in files that end in \(Self.suffix)")
            ])
        }
        let tests = names.filter { $0.hasSuffix(Self.suffix) && !$0.hasPrefix(".") }
        guard !tests.isEmpty else {
            throw PolicyLoadError([
                PolicyProblem(
                    file: path, message: "there are no tests here", hint: "expected files that end in \(Self.suffix)")
            ])
        }
        let prefix = path.hasSuffix("/") ? path : path + "/"
        return tests.sorted().map { prefix + $0 }
    }

    package func load(file: String) throws(PolicyLoadError) -> PolicyTestFile {
        let source = try DocumentSource.read(file, maxBytes: limits.maxDocumentBytes)
        var reader = PolicyTestReader(source, vocabulary: vocabulary, limits: limits)
        do throws(PolicyLoadError) {
            // Beside its tests, unless they say otherwise.
            return try reader.read(policy: "\(file.dropLast(Self.suffix.count)).yaml")
        } catch {
            throw PolicyLoadError(error.problems, limit: limits.maxProblems)
        }
    }

    /// Reads a file of evidence: a YAML document with the keys of a case, but for its name and what is expected.
    ///
    /// - Parameter now: if the document doesn't say.
    package func loadFixture(file: String, now: Timestamp) throws(PolicyLoadError) -> PolicyFixture {
        let source = try DocumentSource.read(file, maxBytes: limits.maxDocumentBytes)
        var reader = PolicyTestReader(source, vocabulary: vocabulary, limits: limits)
        do throws(PolicyLoadError) {
            return try reader.readFixture(now: now)
        } catch {
            throw PolicyLoadError(error.problems, limit: limits.maxProblems)
        }
    }
}
