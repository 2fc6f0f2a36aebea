/// Why policies couldn't be loaded: all mistakes that were found, not only the first.
package struct PolicyLoadError: Error, Sendable, CustomStringConvertible {
    /// At least one; by file, then in the order of the document.
    package let problems: [PolicyProblem]
    /// How many more there were than are listed.
    package let omitted: Int

    private init(_ problems: [PolicyProblem], omitted: Int) {
        self.problems = problems
        self.omitted = omitted
    }

    /// With the lines of the document that the mistakes are in.
    func excerpted(from source: DocumentSource) -> PolicyLoadError {
        PolicyLoadError(source.excerpted(problems), omitted: omitted)
    }

    init(_ problems: [PolicyProblem], limit: Int = .max) {
        self.problems = Array(problems.prefix(limit))
        self.omitted = problems.count - self.problems.count
    }

    /// A line a mistake.
    package var description: String {
        let lines = problems.map(\.description)
        return (omitted > 0 ? lines + ["and \(omitted) more"] : lines).joined(separator: "\n")
    }
}
