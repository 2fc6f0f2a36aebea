import Testing

@testable import CEL

/// `signals.network.tor` is what isn't known here, `1/0 > 0` what is an error.
@Suite struct UnknownTests {
    private static let unknown = "signals.network.tor"
    private static let error = "1/0 > 0"

    @Test(
        "&& and || have a value where the unknown or the error can't change it",
        arguments: [
            ("U || true", "true"), ("true || U", "true"), ("U || false", "unknown(U)"), ("false || U", "unknown(U)"),
            ("U && false", "false"), ("false && U", "false"), ("U && true", "unknown(U)"), ("true && U", "unknown(U)"),
            ("E || true", "true"), ("true || E", "true"), ("E || false", "error(divisionByZero)"),
            ("false || E", "error(divisionByZero)"), ("E && false", "false"), ("false && E", "false"),
            ("E && true", "error(divisionByZero)"), ("true && E", "error(divisionByZero)"),
            ("U && E", "unknown(U)"), ("E && U", "unknown(U)"), ("U || E", "unknown(U)"), ("E || U", "unknown(U)"),
            ("U && E && false", "false"), ("E || U || true", "true"), ("U || U", "unknown(U)"),
            ("!U", "unknown(U)"), ("!E", "error(divisionByZero)"),
        ])
    func logic(source: String, expected: String) throws {
        let outcome = try Sample.evaluate(filled(source))
        #expect(outcome.summary == filled(expected))
    }

    @Test(
        "a condition that is unknown leaves the choice unknown, and only the chosen side counts",
        arguments: [
            ("U ? 1 : 2", "unknown(U)"), ("E ? 1 : 2", "error(divisionByZero)"), ("true ? 1 : 1/0", "1"),
            ("false ? 1/0 : 2", "2"), ("true ? U : true", "unknown(U)"), ("x == 1 ? U : true", "unknown(x)"),
            ("signals.network.vpn ? 'a' : 'b'", "\"a\""),
        ])
    func conditional(source: String, expected: String) throws {
        #expect(try Sample.evaluate(filled(source)).summary == filled(expected))
    }

    @Test(
        "what is computed from unknowns is unknown, with the paths of all of them",
        arguments: [
            ("signals.bot == signals.network.tor", "unknown(signals.bot, U)"),
            ("signals.bot && U", "unknown(signals.bot, U)"), ("tripwire.ratio > 0.5", "unknown(tripwire.ratio)"),
            ("tripwire.ratio + 1.0 > 1.0/0.0", "unknown(tripwire.ratio)"), ("size(x)", "unknown(x)"),
            ("[1, x, U]", "unknown(x, U)"), ("{'a': x}", "unknown(x)"), ("x in [1, 2]", "unknown(x)"),
            ("1 in x", "unknown(x)"), ("x.a.b", "unknown(x)"), ("x[0]", "unknown(x)"), ("-x", "unknown(x)"),
            ("string(tripwire.decision.decision_status)", "unknown(tripwire.decision.decision_status)"),
            ("now > timestamp('2026-01-01T00:00:00Z')", "unknown(now)"), ("x + 1/0", "unknown(x)"),
            ("1/0 + x", "unknown(x)"), ("x.startsWith('a')", "unknown(x)"), ("x == null", "unknown(x)"),
        ])
    func strict(source: String, expected: String) throws {
        #expect(try Sample.evaluate(filled(source)).summary == filled(expected))
    }

    @Test(
        "a missing key is unknown in an open map, however deep, and an error elsewhere",
        arguments: [
            ("attributes.plan", "\"free\""), ("attributes['plan']", "\"free\""),
            ("attributes.trial", "unknown(attributes.trial)"),
            ("attributes['trial']", "unknown(attributes.trial)"), ("attributes.a.b.c", "unknown(attributes.a.b.c)"),
            ("attributes.nested.deep", "7"), ("attributes.nested.other", "unknown(attributes.nested.other)"),
            ("attributes[attributes.plan]", "unknown(attributes.*)"), ("attributes.nothing == null", "true"),
            ("attributes.plan.name", "error(noSuchOverload)"), ("attributes.items[0].sku", "\"s1\""),
            ("attributes.items[0].n", "unknown(attributes.items[].n)"),
            ("attributes.items[9].n", "error(indexOutOfRange)"),
            ("attributes.items.exists(i, i.n == 2)", "true"),
            ("attributes.items.all(i, i.n == 2)", "unknown(attributes.items[].n)"),
            ("attributes.trial == true || attributes.plan == 'free'", "true"),
            ("tripwire.labels.b", "error(noSuchKey)"), ("tripwire.labels['a']", "1"),
            ("{'a': 1}.b", "error(noSuchKey)"),
        ])
    func openMaps(source: String, expected: String) throws {
        #expect(try Sample.evaluate(source).summary == expected)
    }

    @Test(
        "has() of evidence asks whether it is known and is never unknown",
        arguments: [
            ("has(signals.network.vpn)", "true"), ("has(signals.network.tor)", "false"), ("has(signals.bot)", "false"),
            ("has(tripwire.decision)", "true"), ("has(tripwire.decision.evaluated_at)", "false"),
            ("has(attributes.plan)", "true"), ("has(attributes.trial)", "false"), ("has(attributes.a.b.c)", "false"),
            ("has(attributes.nothing)", "true"), ("has(x.a)", "false"), ("has(x.a.b)", "false"),
            ("has(tripwire.labels.a)", "true"), ("has(tripwire.labels.b)", "false"), ("has({'a': 1}.a)", "true"),
            ("has({'a': 1}.b)", "false"), ("tripwire.highlights.filter(h, has(h.effect)).size()", "1"),
            ("has(lists.trusted)", "true"), ("has(attributes.plan.name)", "error(noSuchOverload)"),
            ("!has(signals.network.tor) || signals.network.tor", "true"),
        ])
    func has(source: String, expected: String) throws {
        #expect(try Sample.evaluate(source).summary == expected)
    }

    @Test(
        "macros over evidence treat unknowns of elements like && and || do",
        arguments: [
            ("tripwire.highlights.exists(h, h.effect == 'increases_risk')", "true"),
            ("tripwire.highlights.exists(h, h.effect == 'reduces_risk')", "unknown(tripwire.highlights[].effect)"),
            ("tripwire.highlights.all(h, h.effect == 'reduces_risk')", "false"),
            ("tripwire.highlights.all(h, h.effect == 'increases_risk')", "unknown(tripwire.highlights[].effect)"),
            (
                "tripwire.highlights.exists_one(h, h.effect == 'increases_risk')",
                "unknown(tripwire.highlights[].effect)"
            ),
            ("tripwire.highlights.map(h, h.effect)", "unknown(tripwire.highlights[].effect)"),
            ("tripwire.highlights.map(h, has(h.effect), h.effect)", "[\"increases_risk\"]"),
            ("tripwire.highlights.filter(h, h.effect == 'x' || h.key == 'known_visitor').size()", "1"),
            ("[1, 0].exists(e, 2/e == 2 || x)", "true"), ("[1, 0].all(e, 2/e > 5)", "false"),
            ("[0, 1].all(e, 2/e > 1 && x)", "unknown(x)"), ("x.all(e, e)", "unknown(x)"),
        ].map { ($0.0.replacing("h.effect == 'x'", with: "has(h.effect) && false"), $0.1) })
    func macros(source: String, expected: String) throws {
        #expect(try Sample.evaluate(source).summary == expected)
    }

    @Test("an unknown root makes everything below it unknown, by its full path")
    func unknownRoot() throws {
        var activation = Sample.environment.activation()
        let program = try Sample.environment.compile("signals.network.vpn || tripwire.decision.risk_score > 1")
        #expect(
            program.evaluate(&activation).summary == "unknown(signals.network.vpn, tripwire.decision.risk_score)")
    }

    @Test("the paths of unknowns are bounded")
    func boundedPaths() throws {
        let source = (0..<40).map { "attributes.a\($0) == 1" }.joined(separator: " || ")
        guard case .unknown(let set) = try Sample.evaluate(source) else {
            Issue.record("not unknown")
            return
        }
        #expect(set.paths.count == UnknownSet.limit)
    }

    @Test("a record of another type than declared is an error, and so is another environment's activation")
    func hostMistakes() throws {
        var activation = Sample.environment.activation()
        activation[0] = .record(Record(Sample.tripwire))
        #expect(try Sample.environment.compile("signals.bot").evaluate(&activation).summary == "error(noSuchOverload)")
        activation[0] = .int(1)
        #expect(try Sample.environment.compile("signals.bot").evaluate(&activation).summary == "error(noSuchOverload)")
        var other = Environment(variables: Sample.environment.variables).activation()
        #expect(try Sample.environment.compile("true || x").evaluate(&other).summary == "error(undeclared)")
    }

    @Test("an activation can be changed and used again")
    func reuse() throws {
        var activation = Sample.activation()
        let program = try Sample.environment.compile("signals.network.vpn")
        #expect(program.evaluate(&activation).summary == "true")
        var network = Record(Sample.network)
        network["vpn"] = .bool(false)
        var signals = Record(Sample.signals)
        signals["network"] = .record(network)
        activation[0] = .record(signals)
        #expect(program.evaluate(&activation).summary == "false")
        activation[0] = nil
        #expect(program.evaluate(&activation).summary == "unknown(signals.network.vpn)")
    }

    private func filled(_ text: String) -> String {
        text.replacing("U", with: Self.unknown).replacing("E ", with: Self.error + " ")
            .replacing(" E", with: " " + Self.error).replacing("!E", with: "!(\(Self.error))")
    }
}
