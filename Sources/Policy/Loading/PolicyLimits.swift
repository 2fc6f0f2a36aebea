import CEL

/// What policy documents and their list files may be at most. Whatever is beyond stops the load.
package struct PolicyLimits: Sendable {
    /// In one directory.
    package var maxDocuments = 100
    /// Of one document.
    package var maxDocumentBytes = 1 << 20
    package var maxRules = 1000
    package var maxLists = 100
    /// Of one list, inline or in a file.
    package var maxListEntries = 100_000
    /// Of one list file.
    package var maxListBytes = 8 << 20
    /// Of a schema, and values of one of them.
    package var maxAttributes = 200
    package var maxUnavailableEntries = 200
    /// Final rules that later ones are compared with, for warnings.
    package var maxComparedFinals = 50
    /// Of a reason's message, in bytes.
    package var maxMessageBytes = 500
    /// In one file of tests.
    package var maxTestCases = 2000
    /// Of a vendor's answer in a file of its own, for a test.
    package var maxAnswerBytes = 1 << 20
    /// Of one load. More mistakes are counted, not listed.
    package var maxProblems = 50
    /// Of one evaluation of a whole policy, conditions and messages together, counted as ``CEL/CompileLimits/maxSteps``
    /// is. Some tens of milliseconds; a condition that finds nothing left ends in an error.
    package var maxSteps = 250_000
    /// Of each condition.
    package var condition = CompileLimits()

    package init() {}
}
