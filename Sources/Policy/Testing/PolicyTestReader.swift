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
        if let cases, cases.isEmpty { problems.add("there are no cases", at: root.place) }
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
        let answers = fields["facts"].map { self.answers($0) } ?? []
        // What is told of all sessions would only blur what the vendors answered about this one.
        let isOfFacts = fields["facts"] != nil
        let outcomes = self.outcomes(
            fields["providers"] ?? (isOfFacts ? nil : common.providers), answers: answers, at: place)
        let signals = [isOfFacts ? nil : common.signals, json(fields["signals"], "signals")].compactMap { $0 }
        let subject = json(fields["subject"], "subject")
        let attributes = json(fields["attributes"], "attributes")
        let expected = fields.required("expect", hint: "such as expect: { decision: allow }", problems: &problems)
            .flatMap { self.expectation($0) }
        guard let now, let expected else { return nil }
        return PolicyTestCase(
            name: name, line: place?.line, answers: answers, outcomes: outcomes, signals: signals, subject: subject,
            attributes: attributes, now: now, expected: expected)
    }

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
