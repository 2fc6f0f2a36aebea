import Policy

/// Policies read from a directory, to be put in force if they are good.
package struct PolicyCandidate: Sendable {
    /// The policies if they parse, check, and pass the tests beside them.
    package let result: Result<PolicySet, PolicyLoadError>
    /// What was read, as it looked before; known of a refused candidate as well.
    package let files: FileStates

    /// Reads, compiles and tests the policies of a directory. Blocks, and computes: a directory at all its limits takes
    /// seconds.
    package init(directory: String) {
        let files = PolicyFiles()
        result = Result { () throws(PolicyLoadError) in try Self.load(directory, files) }
        self.files = files.states
    }

    private static func load(_ directory: String, _ files: PolicyFiles) throws(PolicyLoadError) -> PolicySet {
        let policies = try PolicyLoader(vocabulary: .portcullis, files: files).load(directory: directory)
        let tests = PolicyTestLoader(vocabulary: .portcullis, files: files)
        for file in tests.files(in: directory) {
            let report = try PolicyTestRun.run(file: file, tests: tests, files: files)
            if let error = report.error { throw error }
        }
        return policies
    }
}

extension PolicyTestRun {
    /// Runs a file of tests on the policy that it is about, with evidence as a request would bring it.
    ///
    /// - Parameter tests: reads the file.
    package static func run(
        file: String, tests: PolicyTestLoader, files: PolicyFiles = PolicyFiles()
    ) throws(PolicyLoadError) -> PolicyTestReport {
        let test = try tests.load(file: file)
        let policies = PolicyLoader(vocabulary: .portcullis, files: files)
        let policy = try policies.load(file: test.policyPath, lists: test.lists)
        return try run(test, policy: policy, evidence: Evidence.init(test:))
    }
}
