import CEL
import Yams

/// Reads one file of tests. It goes on after a mistake, so that all of them are reported at once.
struct PolicyTestReader {
    let vocabulary: Vocabulary
    let limits: PolicyLimits
    let source: DocumentSource
    let files: PolicyFiles
    var problems: DocumentProblems

    /// What holds for all cases that don't say otherwise.
    private struct Common {
        let now: Timestamp?
        let providers: Node?
        let signals: [UInt8]?
    }

    static let keys = ["policy", "now", "lists", "providers", "signals", "cases"]
    static let caseKeys = ["name", "now", "facts", "providers", "signals", "subject", "attributes", "expect"]
    static let expectKeys = ["decision", "score", "reasons", "shadow"]

    init(_ source: DocumentSource, vocabulary: Vocabulary, limits: PolicyLimits, files: PolicyFiles) {
        self.files = files
        self.vocabulary = vocabulary
        self.limits = limits
        self.source = source
        problems = DocumentProblems(source)
    }

    /// - Parameter policy: the path of the policy, if the file names none.
    mutating func read(policy: String) throws(PolicyLoadError) -> PolicyTestFile {
        let root = try YAMLDocument.root(of: source)
        guard let fields = YAMLFields(root, "a file of tests", keys: Self.keys, problems: &problems)
        else { throw problems.error }
        let named = fields["policy"].flatMap { problems.text($0, "policy") }
        let lists = fields["lists"].map { self.lists($0) } ?? [:]
        let common = Common(
            now: fields["now"].flatMap { time($0) }, providers: fields["providers"],
            signals: json(fields["signals"], "signals"))
        let cases = fields.required("cases", hint: "such as cases: [{ name: …, expect: … }]", problems: &problems)
            .map { self.cases($0, common) }
        guard problems.isEmpty, let cases else { throw problems.error }
        return PolicyTestFile(
            path: source.path, policyPath: named.map { source.path(of: $0) } ?? policy, lists: lists,
            cases: cases)
    }

    private mutating func lists(_ node: Node) -> [String: [String]] {
        guard case .mapping(let mapping) = node else {
            problems.add("lists has to be a mapping", at: node.place, hint: "such as lists: { trusted: [a, b] }")
            return [:]
        }
        var lists: [String: [String]] = [:]
        for (key, value) in mapping {
            guard let name = problems.text(key, "a list's name") else { continue }
            lists[name] = problems.elements(value, "lists.\(name)", max: limits.maxListEntries).compactMap {
                problems.text($0, "an entry of lists.\(name)")
            }
        }
        return lists
    }

    private mutating func cases(_ node: Node, _ common: Common) -> [PolicyTestCase] {
        var lines: [String: Int] = [:]
        var cases: [PolicyTestCase] = []
        // Counted as written: what is refused for its own mistakes is there.
        if case .sequence(let sequence) = node, sequence.isEmpty { problems.add("there are no cases", at: node.place) }
        for element in problems.elements(node, "cases", max: limits.maxTestCases) {
            guard let fields = YAMLFields(element, "a case", keys: Self.caseKeys, problems: &problems) else { continue }
            let name = fields.required("name", problems: &problems).flatMap { self.name($0, &lines) }
            if let test = self.test(fields, name: name ?? "", common, at: element.place) { cases.append(test) }
        }
        return cases
    }

    private mutating func test(
        _ fields: YAMLFields, name: String, _ common: Common, at place: Place?
    ) -> PolicyTestCase? {
        let now = fields["now"].map { time($0) } ?? common.now
        if fields["now"] == nil, now == nil {
            problems.add(
                "a case has no 'now'", at: place,
                hint: "such as now: 2026-11-21T08:00:00Z, in the case or for all at the top")
        }
        // What is told of all sessions would only blur what the vendors answered about this one.
        let isOfFacts = fields["facts"] != nil
        let providers = fields["providers"] ?? (isOfFacts ? nil : common.providers)
        if providers == nil, !isOfFacts {
            problems.add(
                "a case asks no vendor", at: place,
                hint: "give facts, or providers with how the asking ended")
        }
        // Read without a time as well, so that its mistakes are told, too.
        let fixture = (now ?? Timestamp(seconds: 0)).flatMap {
            self.fixture(fields, providers: providers, signals: isOfFacts ? nil : common.signals, now: $0)
        }
        let expected = fields.required("expect", hint: "such as expect: { decision: allow }", problems: &problems)
            .flatMap { self.expectation($0) }
        guard now != nil, let fixture, let expected else { return nil }
        return PolicyTestCase(name: name, line: place?.line, fixture: fixture, expected: expected)
    }

    private mutating func fixture(
        _ fields: YAMLFields, providers: Node?, signals: [UInt8]?, now: Timestamp
    ) -> PolicyFixture? {
        let answers = fields["facts"].map { self.answers($0) } ?? []
        return PolicyFixture(
            answers: answers, outcomes: outcomes(providers, answers: answers),
            signals: [signals, json(fields["signals"], "signals")].compactMap { $0 },
            subject: json(fields["subject"], "subject"), attributes: json(fields["attributes"], "attributes"), now: now)
    }

    // MARK: Evidence alone

    private static let fixtureKeys = caseKeys.filter { $0 != "name" && $0 != "expect" }

    /// Reads a document that is what a case knows, and nothing else.
    ///
    /// - Parameter now: if the document doesn't say.
    mutating func readFixture(now: Timestamp) throws(PolicyLoadError) -> PolicyFixture {
        let root = try YAMLDocument.root(of: source)
        guard let fields = YAMLFields(root, "evidence", keys: Self.fixtureKeys, problems: &problems)
        else { throw problems.error }
        let time = fields["now"].map { self.time($0) } ?? now
        let fixture = time.flatMap { self.fixture(fields, providers: fields["providers"], signals: nil, now: $0) }
        guard problems.isEmpty, let fixture else { throw problems.error }
        return fixture
    }

    // MARK: Names and expectations

    private mutating func name(_ node: Node, _ lines: inout [String: Int]) -> String? {
        guard let name = problems.text(node, "a case's name") else { return nil }
        if let line = lines[name] {
            problems.add("there is another case with this name", at: node.place, hint: "on line \(line)")
            return nil
        }
        lines[name] = node.place?.line ?? 0
        return name
    }

    private mutating func time(_ node: Node) -> Timestamp? {
        guard let text = problems.text(node, "now") else { return nil }
        if let time = Timestamp(rfc3339: text) { return time }
        problems.add("now can't be '\(text.prefix(64))'", at: node.place, hint: "such as 2026-11-21T08:00:00Z")
        return nil
    }

    private mutating func expectation(_ node: Node) -> PolicyTestCase.Expectation? {
        guard let fields = YAMLFields(node, "expect", keys: Self.expectKeys, problems: &problems) else { return nil }
        let decision = fields.required("decision", hint: "allow, review or block", problems: &problems)
            .flatMap { problems.word($0, "decision", as: Action.self) }
        let score = fields["score"].flatMap { problems.integer($0, "score", in: Int.min...Int.max) }
        let reasons = fields["reasons"].map { codes($0, "reasons") }
        let shadow = fields["shadow"].map { codes($0, "shadow") }
        guard let decision else { return nil }
        return .init(decision: decision, score: score, reasons: reasons, shadow: shadow)
    }

    private mutating func codes(_ node: Node, _ what: String) -> [String] {
        problems.elements(node, what, max: 2 * limits.maxRules).compactMap { problems.text($0, "an entry of \(what)") }
    }
}
