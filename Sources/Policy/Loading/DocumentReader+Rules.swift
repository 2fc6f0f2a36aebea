import CEL
import Yams

extension DocumentReader {
    private enum Mode: String, CaseIterable {
        case enforce
        case shadow
    }

    static let reasonKeys = ["code", "message"]
    static let ruleKeys = ["id", "when", "then", "score", "final", "reason", "on_unknown", "mode"]

    mutating func rules(_ node: Node, _ environment: Environment, hasBands: Bool) -> [Rule] {
        var lines: [String: Int] = [:]
        var rules: [Rule] = []
        for element in problems.elements(node, "rules", max: limits.maxRules) {
            guard let fields = YAMLFields(element, "a rule", keys: Self.ruleKeys, problems: &problems) else { continue }
            let id = fields.required("id", hint: "such as id: vpn", problems: &problems).flatMap {
                self.ruleID($0, &lines)
            }
            if let id {
                rulePlaces[id] = element.place
                conditions[id] = fields["when"]?.scalar
            }
            if let rule = rule(fields, id: id ?? "", environment, hasBands: hasBands, at: element.place) {
                rules.append(rule)
            }
        }
        return rules
    }

    private mutating func ruleID(_ node: Node, _ lines: inout [String: Int]) -> String? {
        guard let id = problems.name(node, "a rule's id") else { return nil }
        if id == Reason.unavailableRule || id == Reason.scoreRule {
            problems.add(
                "a rule can't have the id '\(id)'", at: node.place, hint: "reasons use it for what no rule says")
            return nil
        }
        if let line = lines[id] {
            problems.add("there is another rule with the id '\(id)'", at: node.place, hint: "on line \(line)")
            return nil
        }
        lines[id] = node.place?.line ?? 0
        return id
    }

    private mutating func rule(
        _ fields: YAMLFields, id: String, _ environment: Environment, hasBands: Bool, at place: Place?
    ) -> Rule? {
        let condition = fields.required("when", hint: "a condition, or true", problems: &problems)
            .flatMap { self.condition($0, environment) }
        let effect = self.effect(fields, hasBands: hasBands, at: place)
        let isFinal = fields["final"].map { problems.flag($0, "final") } ?? false
        let onUnknown = fields["on_unknown"].map { problems.word($0, "on_unknown", as: Action.self) }
        let mode = fields["mode"].map { problems.word($0, "mode", as: Mode.self) } ?? .enforce
        let reason = self.reason(fields["reason"], id: id, effect: effect, environment)
        guard let condition, let effect, let isFinal, let mode, let reason else { return nil }
        return Rule(
            id: id, condition: condition, effect: effect, isFinal: isFinal, onUnknown: onUnknown ?? nil,
            isShadow: mode == .shadow, reason: reason.reason, message: reason.template)
    }

    private mutating func effect(_ fields: YAMLFields, hasBands: Bool, at place: Place?) -> Rule.Effect? {
        let hint = "then: allow, review or block, or score: a number"
        switch (fields["then"], fields["score"]) {
        case (let then?, nil): return problems.word(then, "then", as: Action.self).map(Rule.Effect.decide)
        case (nil, let score?):
            if !hasBands {
                problems.add(
                    "a score has no effect without bands", at: score.place,
                    hint: "add score: { review: 40, block: 80 } to the policy")
            }
            return problems.integer(score, "score", in: -100_000...100_000).map(Rule.Effect.score)
        case (_?, let score?):
            problems.add("a rule has either 'then' or 'score'", at: score.place, hint: hint)
        case (nil, nil):
            problems.add("a rule has no 'then' and no 'score'", at: place, hint: hint)
        }
        return nil
    }

    private mutating func reason(
        _ node: Node?, id: String, effect: Rule.Effect?, _ environment: Environment
    ) -> (reason: Reason, template: MessageTemplate?)? {
        var code: String? = "rule.\(id)"
        var message: Message? = .plain("Rule '\(id)' applies")
        if let node {
            guard let fields = YAMLFields(node, "reason", keys: Self.reasonKeys, problems: &problems) else {
                return nil
            }
            if let node = fields["code"] { code = reasonCode(node) }
            if let node = fields["message"] { message = self.message(node, environment) }
        }
        guard let code, let message, let effect else { return nil }
        var text = ""
        var template: MessageTemplate?
        switch message {
        case .plain(let plain): text = plain
        case .template(let parts):
            text = parts.source
            template = parts
        }
        switch effect {
        case .decide(let action):
            return (Reason(rule: id, code: code, effect: .init(action), message: text), template)
        case .score(let points):
            return (Reason(rule: id, code: code, effect: .score, message: text, score: points), template)
        }
    }

    private mutating func reasonCode(_ node: Node) -> String? {
        guard let code = problems.name(node, "reason.code") else { return nil }
        guard code != Reason.unknownCode, code != Reason.errorCode else {
            problems.add(
                "reason.code can't be '\(code)'", at: node.place, hint: "reasons use it for what can't be evaluated")
            return nil
        }
        return code
    }

    // MARK: Conditions

    private mutating func condition(_ node: Node, _ environment: Environment) -> Program? {
        guard case .scalar(let scalar) = node else {
            problems.add("when has to be a condition", at: node.place, hint: "quote one that begins with [ or {")
            return nil
        }
        do throws(CompileError) {
            let program = try environment.compile(scalar.string)
            if program.resultType == .bool || program.resultType == .dyn { return program }
            problems.add(
                "when has to be true or false, and this is of type \(program.resultType)", at: scalar.mark?.place)
        } catch {
            add(error, in: scalar)
        }
        return nil
    }

    /// Notes a mistake inside a condition at its place in the document.
    private mutating func add(_ error: CompileError, in scalar: Node.Scalar) {
        add(error, in: scalar, from: 0, of: scalar.string)
    }

    /// Notes a mistake inside an expression that begins at a code point of a scalar.
    mutating func add(_ error: CompileError, in scalar: Node.Scalar, from offset: Int, of expression: String) {
        let index = offset + Self.index(line: error.line, column: error.column, in: expression)
        if let places = ScalarPositions.places(of: scalar, in: source), places.indices.contains(index) {
            problems.add(error.message, at: places[index], hint: error.hint)
        } else {
            let place = "line \(error.line), column \(error.column) of the expression"
            problems.add("\(error.message), in \(place)", at: scalar.mark?.place, hint: error.hint)
        }
    }

    /// The place of a code point of a scalar, or of the scalar.
    func place(at offset: Int, in scalar: Node.Scalar) -> Place? {
        let places = ScalarPositions.places(of: scalar, in: source) ?? []
        return places.indices.contains(offset) ? places[offset] : scalar.mark?.place
    }

    /// The code point of a text that a line and column mean.
    static func index(line: Int, column: Int, in text: String) -> Int {
        var place = (line: 1, column: 1)
        var index = 0
        for scalar in text.unicodeScalars {
            if place >= (line, column) { break }
            index += 1
            if scalar == "\n" {
                place.line += 1
                place.column = 1
            } else {
                place.column += 1
            }
        }
        return index
    }
}
