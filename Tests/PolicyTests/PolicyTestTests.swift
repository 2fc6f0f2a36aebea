import CEL
import Testing

@testable import Policy

@Suite("Tests of policies")
struct PolicyTestTests {
    private static let policy = """
        version: "1"
        event: test
        default: allow
        score: { review: 40 }
        lists: { trusted: [nobody] }
        rules:
          - { id: trusted, when: has(subject.account_id) && subject.account_id in lists.trusted, then: allow, final: true }
          - { id: tor, when: signals.network.tor, then: block, reason: { code: network.tor } }
          - { id: vpn, when: signals.network.vpn, score: 40 }
          - { id: always, when: "true", then: allow, mode: shadow }
        """

    /// Runs cases with evidence that says Tor and VPN for a case so named.
    private static func run(_ tests: String) throws -> PolicyTestReport {
        let directory = try TemporaryDirectory()
        try directory.write("p.yaml", policy)
        let path = try directory.write("p.test.yaml", tests)
        let file = try PolicyTestLoader(vocabulary: Sample.vocabulary).load(file: path)
        let policy = try Sample.loader().load(file: file.policyPath, lists: file.lists)
        return try PolicyTestRun.run(file, policy: policy) { test throws(PolicyTestCaseError) in
            if test.name.contains("refused") { throw PolicyTestCaseError("no such evidence") }
            return Sample.evidence(
                vpn: test.name.contains("VPN"), tor: test.name.contains("unknown") ? nil : test.name.contains("Tor"),
                account: test.name.contains("trusted") ? "own" : nil)
        }
    }

    private static let head = """
        now: 2026-11-21T08:00:00Z
        lists: { trusted: [own] }
        providers: { a: ok }
        cases:

        """

    @Test("there are no cases only if none is written, whatever becomes of them")
    func noCases() throws {
        #expect(try Self.problems("now: 2026-11-21T08:00:00Z\ncases: []\n") == ["2: there are no cases"])
        let refused = try Self.problems(Self.head + "  - { name: a, expect: { decision: deny } }\n")
        #expect(refused == ["5: decision can't be 'deny'"])
    }

    /// All problems of a file of tests, without its path.
    private static func problems(_ text: String) throws -> [String] {
        let directory = try TemporaryDirectory()
        let path = try directory.write("p.test.yaml", text)
        let loader = PolicyTestLoader(vocabulary: Sample.vocabulary)
        let error = try #require(throws: PolicyLoadError.self) { try loader.load(file: path) }
        return error.problems.map { "\($0.line ?? 0): \($0.message)" }
    }

    @Test("a case that comes to what it expects is good; what isn't expected isn't compared")
    func good() throws {
        let report = try Self.run(
            Self.head + """
                  - { name: Tor, expect: { decision: block, score: 0, reasons: [network.tor], shadow: [rule.always] } }
                  - { name: VPN, expect: { decision: review } }
                """)
        #expect(report.isGood)
        #expect(report.cases.map(\.name) == ["Tor", "VPN"])
        #expect(report.cases.map(\.line) == [5, 6])
    }

    @Test("a case that doesn't tells each difference")
    func bad() throws {
        let report = try Self.run(
            Self.head + """
                  - { name: Tor and VPN, expect: { decision: allow, score: 1, reasons: [x], shadow: [] } }
                """)
        #expect(!report.isGood)
        #expect(
            report.cases.first?.mismatches == [
                .init(what: "decision", expected: "allow", actual: "block"),
                .init(what: "score", expected: "1", actual: "40"),
                .init(what: "reasons", expected: "[x]", actual: "[network.tor, rule.vpn, score.review]"),
                .init(what: "shadow", expected: "[]", actual: "[rule.always]"),
            ])
    }

    @Test("coverage counts what each rule came to, and nothing after a final rule that applied")
    func coverage() throws {
        let report = try Self.run(
            Self.head + """
                  - { name: Tor, expect: { decision: block } }
                  - { name: unknown, expect: { decision: review } }
                  - { name: trusted Tor and VPN, expect: { decision: allow } }
                """)
        #expect(report.isGood)
        let counts = report.coverage.rules.map { "\($0.rule) \($0.applied) \($0.notApplied) \($0.failed)" }
        #expect(counts == ["trusted 1 2 0", "tor 1 0 1", "vpn 0 2 0", "always 2 0 0"])
        #expect(report.coverage.appliedRules == 3)
        // A constant condition has one branch.
        #expect(report.coverage.branches == 7)
        #expect(report.coverage.coveredBranches == 5)
    }

    @Test("evidence that can't be is a mistake of the case")
    func impossibleEvidence() throws {
        let error = try #require(throws: PolicyLoadError.self) {
            try Self.run(Self.head + "  - { name: refused, expect: { decision: allow } }")
        }
        #expect(error.problems.first?.line == 5)
        #expect(error.problems.first?.message == "case 'refused': no such evidence")
    }

    @Test("entries for a list that the policy doesn't have are a mistake")
    func unknownList() throws {
        let error = try #require(throws: PolicyLoadError.self) {
            let head = Self.head.replacing("trusted", with: "trusty")
            return try Self.run(head + "  - { name: x, expect: { decision: allow } }")
        }
        #expect(error.description.contains("there is no list 'trusty'"))
    }

    @Test("mistakes are told all at once, each with its line")
    func mistakes() throws {
        let problems = try Self.problems(
            """
            now: yesterday
            cases:
              - { name: a, expect: { decision: deny } }
              - { name: a, providers: { a: slow, c: ok }, expect: { score: 1 } }
              - { name: b, facts: { a: [1] }, expected: {} }
              - { name: c, facts: { a: { file: missing.json } }, expect: { decision: allow } }
              - { name: d, facts: { a: {} }, providers: { a: timeout }, expect: { decision: allow } }
            """)
        for expected in [
            "1: now can't be 'yesterday'", "3: decision can't be 'deny'", "3: a case asks no vendor",
            "4: there is another case with this name", "4: providers.a can't be 'slow'",
            "4: unknown key 'c' in providers", "4: expect has no 'decision'", "5: facts.a has to be a mapping",
            "5: unknown key 'expected' in a case",
            "5: a case has no 'expect'", "7: a can't have facts and end in timeout",
        ] {
            #expect(problems.contains(expected), "\(expected) in \(problems)")
        }
        #expect(problems.contains { $0.hasPrefix("6: the answer can't be read from ") })
    }

    @Test("YAML becomes JSON by the core schema: what is quoted is text, and so is NO")
    func values() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write(
            "p.test.yaml",
            """
            now: 2026-11-21T08:00:00Z
            providers: { a: ok }
            cases:
              - name: x
                attributes: { a: NO, b: "1", c: 1, d: -1.5e3, e: true, f: ~, g: [0x1F, nan], h: { i: "" } }
                expect: { decision: allow }
            """)
        let file = try PolicyTestLoader(vocabulary: Sample.vocabulary).load(file: path)
        let json = try #require(file.cases.first?.fixture.attributes)
        let text = String(decoding: json, as: UTF8.self)
        #expect(
            text == #"{"a":"NO","b":"1","c":1,"d":-1500.0,"e":true,"f":null,"g":["0x1F","nan"],"h":{"i":""}}"#)
    }

    @Test("a directory means all files of tests in it; without any, or without a directory, that is a mistake")
    func files() throws {
        let directory = try TemporaryDirectory()
        let loader = PolicyTestLoader(vocabulary: Sample.vocabulary)
        #expect(throws: PolicyLoadError.self) { try loader.files(at: directory.path) }
        #expect(throws: PolicyLoadError.self) { try loader.files(at: directory.path + "/none") }
        for name in ["b.test.yaml", "a.test.yaml", "a.yaml", ".c.test.yaml"] { try directory.write(name, "") }
        let files = try loader.files(at: directory.path)
        #expect(files == ["a.test.yaml", "b.test.yaml"].map { "\(directory.path)/\($0)" })
    }
}
