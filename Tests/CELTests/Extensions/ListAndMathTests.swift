import Testing

@testable import CEL

@Suite struct ListAndMathTests {
    @Test(
        "the list extension cuts, sorts and flattens",
        arguments: [
            ("[1, 2, 3, 4].slice(1, 3)", "[2,3]"), ("[1].slice(0, 2)", "error(indexOutOfRange)"),
            ("[1].slice(1, 0)", "error(indexOutOfRange)"), ("[1].slice(-1, 0)", "error(indexOutOfRange)"),
            ("[3, 1, 2].sort()", "[1,2,3]"), ("['b', 'a'].sort()", #"["a","b"]"#), ("[].sort()", "[]"),
            ("[2u, 1u].sort() + [3u]", "[1,2,3]"), ("dyn([1, 'a']).sort()", "error(noSuchOverload)"),
            ("dyn([[1]]).sort()", "error(noSuchOverload)"), ("[0.5, 0.0/0.0, 0.25].sort().size()", "3"),
            ("[{'n': 2}, {'n': 1}].sortBy(e, e.n)[0].n", "1"),
            ("['bb', 'a', 'cc'].sortBy(e, e.size())", #"["a","bb","cc"]"#),
            ("[1, 2].sortBy(e, 1 / (e - 1))", "error(divisionByZero)"), ("[[1, [2]], [3]].flatten()", "[1,[2],3]"),
            ("[1, [2, [3, [4]]]].flatten(2)", "[1,2,3,[4]]"), ("[1, [2]].flatten()", "[1,2]"),
            ("[[1]].flatten(-1)", "error(invalidArgument)"),
            ("[1, 1.0, 'a', 'a', [1], [1u], null, null].distinct()", #"[1,"a",[1],null]"#),
            ("[1, 2].reverse()", "[2,1]"), ("lists.range(3)", "[0,1,2]"), ("lists.range(-1)", "error(invalidArgument)"),
            ("[1, 2].first().value() + [1, 2].last().value()", "3"), ("[].first().hasValue()", "false"),
            ("optional.unwrap([optional.of(1), optional.none(), optional.of(2)])", "[1,2]"),
            ("[optional.of(1)].unwrapOpt()", "[1]"),
        ])
    func lists(source: String, expected: String) throws {
        #expect(try Sample.evaluate(source.replacing("lists.range", with: ".lists.range")).summary == expected)
    }

    @Test(
        "the math extension reckons and shifts",
        arguments: [
            ("math.greatest(1, 2.5, 2u)", "2.5"), ("math.least([3, 1, 2])", "1"),
            ("math.least(dyn([]))", "error(noSuchOverload)"),
            ("math.abs(-9223372036854775808)", "error(overflow)"), ("math.round(-1.5)", "-2.0"),
            ("math.round(2.5)", "3.0"), ("math.trunc(-1.9)", "-1.0"), ("math.sign(-3)", "-1"), ("math.sqrt(9)", "3.0"),
            ("math.isNaN(math.sqrt(-1.0))", "true"), ("math.bitShiftLeft(1, 63) < 0", "true"),
            ("math.bitShiftLeft(1, 64)", "0"), ("math.bitShiftRight(-1, 63)", "1"),
            ("math.bitShiftRight(1, -1)", "error(invalidArgument)"), ("math.bitShiftLeft(1, 9223372036854775807)", "0"),
            ("math.bitAnd(-1, 255)", "255"), ("math.bitNot(0u)", "18446744073709551615"),
        ])
    func math(source: String, expected: String) throws {
        #expect(try Sample.evaluate(source).summary == expected)
    }

    @Test(
        "the types of the extensions' results are known",
        arguments: [
            ("math.greatest(1, 2)", CELType.int), ("math.greatest(1, 2.0)", .dyn), ("math.least([1u])", .uint),
            ("[3, 1].sort()", .list(.int)), ("['a'].sortBy(e, e.size())", .list(.string)),
            ("[[1]].flatten()", .list(.int)), ("[1].first()", .optional(.int)), ("[1].first().orValue(2)", .int),
            ("optional.none()", .optional(.dyn)), ("{'a': 1}.?a", .optional(.int)),
            ("{'a': 1}.?a.optMap(x, string(x))", .optional(.string)), ("[1].transformList(i, x, 'a')", .list(.string)),
            ("{'a': 1}.transformMap(k, v, v > 0, [v])", .map(.string, .list(.int))),
            ("[1].transformMapEntry(i, x, {string(x): i})", .map(.string, .int)), ("cel.bind(a, 1, [a])", .list(.int)),
            ("ip('1.1.1.1')", .address), ("cidr('1.1.1.1/8').masked()", .block), ("[?{}.?a, 1]", .list(.int)),
            ("signals.?bot", .optional(.bool)), ("signals.?network.vpn", .optional(.bool)),
            ("[null, now]", .list(.timestamp)),
            ("[now, null]", .list(.timestamp)), ("true ? [] : [1]", .list(.int)),
            ("google.protobuf.UInt32Value{value: 1u}", .uint),
        ])
    func types(source: String, expected: CELType) throws {
        #expect(try Sample.environment.compile(source).resultType == expected)
    }
}
