import CEL

/// Runs the cases of a file of tests.
package enum PolicyTestRun {
    /// Pure but for `evidence`, which makes of a case what a request would have brought.
    ///
    /// - Throws: the cases whose evidence can't be.
    package static func run(
        _ file: PolicyTestFile, policy: Policy,
        evidence: (PolicyTestCase) throws(PolicyTestCaseError) -> Evidence
    ) throws(PolicyLoadError) -> PolicyTestReport {
        var results: [PolicyTestReport.Case] = []
        var problems: [PolicyProblem] = []
        var coverage = RuleCoverage(policy)
        for test in file.cases {
            do throws(PolicyTestCaseError) {
                let evidence = try evidence(test)
                try expectFit(evidence, policy)
                let verdict = policy.evaluate(evidence)
                coverage.add(verdict)
                let mismatches = test.expected.mismatches(verdict)
                results.append(.init(name: test.name, line: test.line, verdict: verdict, mismatches: mismatches))
            } catch {
                problems.append(
                    PolicyProblem(file: file.path, line: test.line, message: "case '\(test.name)': \(error.message)"))
            }
        }
        guard problems.isEmpty else { throw PolicyLoadError(problems) }
        return PolicyTestReport(
            file: file.path, policy: policy.name, version: policy.version, cases: results, coverage: coverage)
    }

    /// A request that doesn't fit the policy's schema gets no decision.
    private static func expectFit(_ evidence: Evidence, _ policy: Policy) throws(PolicyTestCaseError) {
        guard case .record(let subject)? = evidence.value(of: RequestSchema.subjectVariable),
            case .map(let attributes)? = evidence.value(of: RequestSchema.attributesVariable),
            let misfit = policy.misfit(subject: subject, attributes: attributes)
        else { return }
        throw PolicyTestCaseError("\(misfit.path.joined(separator: ".")) doesn't fit the schema: \(misfit.detail)")
    }
}

extension PolicyTestCase.Expectation {
    func mismatches(_ verdict: Verdict) -> [PolicyTestReport.Mismatch] {
        var mismatches: [PolicyTestReport.Mismatch] = []
        func compare(_ what: String, _ expected: String?, _ actual: String) {
            guard let expected, expected != actual else { return }
            mismatches.append(.init(what: what, expected: expected, actual: actual))
        }
        func list(_ codes: [String]) -> String { "[\(codes.joined(separator: ", "))]" }
        compare("decision", decision.rawValue, verdict.decision.rawValue)
        compare("score", score.map(String.init), String(verdict.score))
        compare("reasons", reasons.map(list), list(verdict.reasons.map(\.code)))
        compare("shadow", shadow.map(list), list(verdict.shadow.map(\.code)))
        return mismatches
    }
}
