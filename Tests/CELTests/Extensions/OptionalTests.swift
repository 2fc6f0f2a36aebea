import Testing

@testable import CEL

@Suite struct OptionalTests {
    @Test(
        "optionals are chained, joined and read",
        arguments: [
            ("{'a': {'b': 1}}.?a.b.value()", "1"), ("{'a': {}}.?a.b.hasValue()", "false"),
            ("{}.?a[?0].orValue(2)", "2"),
            ("[1][?1].or([5][?0]).value()", "5"), ("optional.none().value()", "error(invalidArgument)"),
            ("optional.of(1).orValue(1 / 0)", "1"), ("optional.none().orValue(1 / 0)", "error(divisionByZero)"),
            ("optional.of(1).or(optional.of(1 / 0)) == optional.of(1)", "true"),
            ("{'a': 1}.?a.optFlatMap(x, optional.of(x + 1)).value()", "2"),
            ("optional.of(1).optMap(x, 1 / 0)", "error(divisionByZero)"),
            ("optional.none().optMap(x, 1 / 0).hasValue()", "false"),
            ("[?optional.of(1), ?optional.none(), 2]", "[1,2]"),
            ("{?'a': optional.none(), 'b': 2}", "{\"b\":2}"), ("optional.ofNonZeroValue([]).hasValue()", "false"),
            ("dyn(1).?a", "error(noSuchOverload)"), ("optional.of({'a': [1]}).a[0].value()", "1"),
            ("optional.of(1)", "1"), ("optional.none()", "null"), ("has({'a': {'b': 1}}.?a.b)", "true"),
            ("type(optional.of(1)) == optional_type", "true"),
            ("optional.of([1, 2]) == optional.of([1u, 2.0])", "true"),
        ])
    func optionals(source: String, expected: String) throws {
        #expect(try Sample.evaluate(source).summary == expected)
    }

    @Test(
        "an optional selection of evidence has what is known, and nothing otherwise",
        arguments: [
            ("signals.network.?vpn.orValue(false)", "true"), ("signals.network.?tor.orValue(true)", "true"),
            ("signals.network.?tor.hasValue()", "false"), ("tripwire.?labels.?b.orValue(3)", "3"),
            ("attributes.?trial.orValue('none')", "\"none\""), ("attributes.?a.b.c.hasValue()", "false"),
            ("attributes[?'plan'].value()", "\"free\""), ("x.?a.hasValue()", "false"), ("x[?0].hasValue()", "false"),
            ("optional.of(signals.network.tor).hasValue()", "unknown(signals.network.tor)"),
            ("optional.none().orValue(signals.network.tor)", "unknown(signals.network.tor)"),
            ("optional.of(true).orValue(signals.network.tor)", "true"),
            ("signals.network.?vpn.optMap(v, v && signals.network.tor)", "unknown(signals.network.tor)"),
            ("[?optional.of(x)]", "unknown(x)"), ("{?'a': optional.of(x)}", "unknown(x)"),
        ])
    func evidence(source: String, expected: String) throws {
        #expect(try Sample.evaluate(source).summary == expected)
    }

    @Test("an optional selection is among the attributes of a program")
    func attributes() throws {
        let program = try Sample.environment.compile(
            "signals.network.?tor.orValue(false) || attributes[?'a'].b.orValue(1) == 1")
        #expect(program.attributes.contains("signals.network.tor"))
    }
}
