import CEL
import Yams

/// Reads one policy document. It goes on after a mistake, so that all of them are reported at once.
struct DocumentReader {
    let vocabulary: Vocabulary
    let limits: PolicyLimits
    let source: DocumentSource
    let files: PolicyFiles
    /// What takes the place of lists' own entries, for tests.
    let replacedLists: [String: [String]]
    /// Whether somebody reads what is allowed and hardly meant.
    let looksForWarnings: Bool
    var problems: DocumentProblems
    var digest: PolicyDigest
    var fileDigests: Policy.FileDigests
    /// What is allowed and hardly meant.
    var warnings: [PolicyProblem] = []
    /// Where the rules begin, by id.
    var rulePlaces: [String: Place] = [:]
    /// The rules' conditions as they stand in the document, by id.
    var conditions: [String: Node.Scalar] = [:]

    static let keys = [
        "version", "event", "default", "finality", "schema", "score", "lists", "rules", "unavailable",
    ]
    static let bandKeys = ["review", "block"]
    static let unavailableKeys = ["provider", "cause", "then"]
    private static let optionalKeys: Set<String> = ["finality", "schema", "lists", "rules", "unavailable"]

    init(
        _ source: DocumentSource, vocabulary: Vocabulary, limits: PolicyLimits, files: PolicyFiles,
        replacedLists: [String: [String]] = [:], looksForWarnings: Bool
    ) {
        self.looksForWarnings = looksForWarnings
        self.files = files
        self.replacedLists = replacedLists
        self.vocabulary = vocabulary
        self.limits = limits
        self.source = source
        problems = DocumentProblems(source)
        digest = PolicyDigest(document: source.bytes)
        fileDigests = Policy.FileDigests(document: PolicyDigest.text(of: source.bytes))
    }

    /// What a document holds, and where its event stands.
    struct Result {
        let policy: Policy
        let eventPlace: Place?
        let warnings: [PolicyProblem]
    }

    mutating func read() throws(PolicyLoadError) -> Result {
        let root = try YAMLDocument.root(of: source)
        guard
            let fields = YAMLFields(
                root, "a policy", keys: Self.keys, optional: Self.optionalKeys, problems: &problems)
        else {
            throw problems.error
        }
        let actions = Action.allCases.map(\.rawValue).joined(separator: ", ")
        let version = fields.required("version", hint: "such as version: \"1\"", problems: &problems)
            .flatMap { problems.name($0, "version") }
        let eventNode = fields.required("event", hint: "such as event: signup", problems: &problems)
        let event = eventNode.flatMap { problems.name($0, "event") }
        let fallback = fields.required("default", hint: "allowed: \(actions)", problems: &problems)
            .flatMap { problems.word($0, "default", as: Action.self) }
        let finality = fields["finality"].flatMap { problems.word($0, "finality", as: Finality.self) }
        let bands = fields["score"].flatMap { self.bands($0) }
        let lists = self.lists(fields["lists"])
        let schema = fields["schema"].flatMap { self.schema($0) }
        let variables = vocabulary.variables.map { variable in
            variable.name == RequestSchema.attributesVariable ? schema?.variable ?? variable : variable
        }
        let environment = Environment(variables: variables + lists, limits: limits.condition)
        let rules = fields["rules"].map { self.rules($0, environment, hasBands: fields["score"] != nil) } ?? []
        let unavailable = fields["unavailable"].map { self.unavailable($0) } ?? []

        guard problems.isEmpty, let version, let event, let fallback else { throw problems.error }
        let policy = Policy(
            name: source.name, version: version, event: event, digest: digest.text(), files: fileDigests,
            awaitsFinal: finality == .wait, defaultAction: fallback, bands: bands, rules: rules,
            unavailable: UnavailableMatrix(unavailable, providers: vocabulary.providers, causes: vocabulary.causes),
            environment: environment, schema: schema, maxSteps: limits.maxSteps, suppliers: vocabulary.suppliers)
        if looksForWarnings {
            warnAboutRules(rules)
            warnAboutConflicts(rules, environment)
            warnAboutMissingVendors(rules, environment)
            warnAboutOptionalFields(rules, environment)
            warnAboutLists(fields["lists"], rules)
            warnAboutUnavailable(unavailable, at: fields["unavailable"]?.place)
            warnAboutShadowedEntries(unavailable, fields["unavailable"])
        }
        let sorted = warnings.sorted { ($0.line ?? 0, $0.column ?? 0) < ($1.line ?? 0, $1.column ?? 0) }
        return Result(
            policy: policy, eventPlace: eventNode?.place, warnings: source.excerpted(sorted))
    }

    private mutating func bands(_ node: Node) -> ScoreBands? {
        guard let fields = YAMLFields(node, "score", keys: Self.bandKeys, problems: &problems) else { return nil }
        let range = -1_000_000...1_000_000
        let review = fields["review"].flatMap { problems.integer($0, "score.review", in: range) }
        let block = fields["block"].flatMap { problems.integer($0, "score.block", in: range) }
        if fields["review"] == nil, fields["block"] == nil {
            problems.add(
                "score has neither 'review' nor 'block'", at: node.place,
                hint: "such as score: { review: 40, block: 80 }")
        }
        if let review, let block, review >= block {
            problems.add("score.review has to be less than score.block", at: fields["review"]?.place)
        }
        return ScoreBands(review: review, block: block)
    }

    private mutating func unavailable(_ node: Node) -> [UnavailableMatrix.Entry] {
        problems.elements(node, "unavailable", max: limits.maxUnavailableEntries).compactMap { unavailableEntry($0) }
    }

    private mutating func unavailableEntry(_ node: Node) -> UnavailableMatrix.Entry? {
        guard
            let fields = YAMLFields(node, "an entry of unavailable", keys: Self.unavailableKeys, problems: &problems)
        else {
            return nil
        }
        let provider = fields.required("provider", problems: &problems)
            .flatMap { choice($0, "provider", among: vocabulary.providers) }
        let cause = fields.required("cause", problems: &problems)
            .flatMap { choice($0, "cause", among: vocabulary.causes) }
        let action = fields.required("then", problems: &problems).flatMap { problems.word($0, "then", as: Action.self) }
        guard let provider, let cause, let action else { return nil }
        return UnavailableMatrix.Entry(
            provider: provider == "*" ? nil : provider, cause: cause == "*" ? nil : cause, action: action)
    }

    private mutating func choice(_ node: Node, _ what: String, among names: [String]) -> String? {
        guard let text = problems.text(node, what) else { return nil }
        if text == "*" || names.contains(text) { return text }
        problems.add(
            "unknown \(what) '\(text.prefix(64))'", at: node.place,
            hint: "allowed: \(names.joined(separator: ", ")) and \"*\"")
        return nil
    }
}
