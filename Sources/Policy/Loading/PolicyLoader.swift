import CEL
import Yams

/// Reads policy documents and the list files they name, and compiles them.
///
/// Nothing is in force that has a mistake: a load gives either all policies or all the mistakes.
package struct PolicyLoader: Sendable {
    private let vocabulary: Vocabulary
    private let limits: PolicyLimits
    private let files: PolicyFiles

    /// - Parameter files: keeps which files were read.
    package init(vocabulary: Vocabulary, limits: PolicyLimits = PolicyLimits(), files: PolicyFiles = PolicyFiles()) {
        self.vocabulary = vocabulary
        self.limits = limits
        self.files = files
    }

    /// Loads every `*.yaml` of a directory but `*.test.yaml` and hidden ones. There has to be at least one, and no two
    /// for the same event.
    package func load(directory: String) throws(PolicyLoadError) -> PolicySet {
        PolicySet(try readAll(directory, looksForWarnings: false).map(\.policy))
    }

    /// Reads one document, or a directory of them, as ``load(directory:)`` does, and looks for what is allowed and
    /// hardly meant.
    package func check(_ path: String) throws(PolicyLoadError) -> PolicyCheck {
        let results: [DocumentReader.Result]
        do throws(PolicyLoadError) {
            results =
                try path.hasSuffix(".yaml")
                ? [read(path, looksForWarnings: true)] : readAll(path, looksForWarnings: true)
        } catch {
            throw PolicyLoadError(error.problems, limit: limits.maxProblems)
        }
        return PolicyCheck(policies: results.map(\.policy), warnings: results.flatMap(\.warnings))
    }

    private func readAll(_ directory: String, looksForWarnings: Bool) throws(PolicyLoadError) -> [DocumentReader.Result]
    {
        var results: [DocumentReader.Result] = []
        var problems: [PolicyProblem] = []
        var files: [String: String] = [:]
        for file in try documents(in: directory) {
            do throws(PolicyLoadError) {
                let result = try read(file, looksForWarnings: looksForWarnings)
                let event = result.policy.event
                if let other = files[event] {
                    problems.append(
                        PolicyProblem(
                            file: file, line: result.eventPlace?.line, column: result.eventPlace?.column,
                            message: "there is another policy for the event '\(event)'", hint: "in \(other)"))
                }
                files[event] = file
                results.append(result)
            } catch {
                problems += error.problems
            }
        }
        guard problems.isEmpty else { throw PolicyLoadError(problems, limit: limits.maxProblems) }
        return results
    }

    /// Loads one document.
    ///
    /// - Parameter lists: entries that take the place of those of the document's lists, for tests. Each has to be there.
    package func load(file: String, lists: [String: [String]] = [:]) throws(PolicyLoadError) -> Policy {
        do throws(PolicyLoadError) {
            return try read(file, lists: lists, looksForWarnings: false).policy
        } catch {
            throw PolicyLoadError(error.problems, limit: limits.maxProblems)
        }
    }

    private func documents(in directory: String) throws(PolicyLoadError) -> [String] {
        guard let names = files.names(in: directory) else {
            throw PolicyLoadError([
                PolicyProblem(
                    file: directory, message: "this is no directory of policies that can be read",
                    hint: "a policy's file ends in .yaml")
            ])
        }
        // Passed over in silence, a policy wouldn't decide, or a test wouldn't stand in its way.
        if let name = names.first(where: { !$0.hasSuffix(".yaml") }) {
            throw PolicyLoadError([
                PolicyProblem(
                    file: "\(directory)/\(name)", message: "policies and their tests end in .yaml",
                    hint: "name it so, or move it elsewhere")
            ])
        }
        let documents = names.filter { !$0.hasSuffix(".test.yaml") }
        guard !documents.isEmpty else {
            throw PolicyLoadError([
                PolicyProblem(
                    file: directory, message: "there is no policy here", hint: "expected files that end in .yaml")
            ])
        }
        guard documents.count <= limits.maxDocuments else {
            throw PolicyLoadError([
                PolicyProblem(file: directory, message: "there are more than \(limits.maxDocuments) policies here")
            ])
        }
        let prefix = directory.hasSuffix("/") ? directory : directory + "/"
        return documents.map { prefix + $0 }
    }

    private func read(
        _ file: String, lists: [String: [String]] = [:], looksForWarnings: Bool
    ) throws(PolicyLoadError) -> DocumentReader.Result {
        let source = try DocumentSource.read(file, maxBytes: limits.maxDocumentBytes, from: files)
        var reader = DocumentReader(
            source, vocabulary: vocabulary, limits: limits, files: files, replacedLists: lists,
            looksForWarnings: looksForWarnings)
        do throws(PolicyLoadError) {
            return try reader.read()
        } catch {
            throw error.excerpted(from: source)
        }
    }
}
