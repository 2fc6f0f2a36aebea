import Testing

@testable import CEL

@Suite struct EvaluationTests {
    @Test(
        "whole numbers are checked: what doesn't fit is an error",
        arguments: [
            ("9223372036854775807 + 1", "error(overflow)"), ("-9223372036854775808 - 1", "error(overflow)"),
            ("9223372036854775807 * 2", "error(overflow)"), ("-9223372036854775808 / -1", "error(overflow)"),
            ("-9223372036854775808 % -1", "error(overflow)"), ("-(-9223372036854775808)", "error(overflow)"),
            ("0u - 1u", "error(overflow)"), ("18446744073709551615u + 1u", "error(overflow)"),
            ("1 / 0", "error(divisionByZero)"),
            ("1 % 0", "error(divisionByZero)"), ("1u / 0u", "error(divisionByZero)"), ("1.0 / 0.0 > 1e308", "true"),
            ("7 / -2", "-3"), ("7 % -2", "1"), ("-7 % 2", "-1"), ("2 + 3 * 4 - 1", "13"), ("(2 + 3) * 4", "20"),
            ("1 - 1 - 1", "-1"), ("-2 - -3", "1"), ("--1", "1"), ("- 1", "-1"), ("0x10 + 1", "17"),
            ("timestamp('9999-12-31T23:59:59Z') + duration('1s')", "error(overflow)"),
            ("duration('315576000000s') + duration('1s')", "error(overflow)"),
        ])
    func arithmetic(source: String, expected: String) throws {
        #expect(try Sample.evaluate(source).summary == expected)
    }

    @Test(
        "numbers of different types compare by value",
        arguments: [
            ("tripwire.decision.risk_score == 42.0", "true"), ("tripwire.decision.risk_score >= 41.5", "true"),
            ("tripwire.decision.risk_score < 43u", "true"), ("42u in [41, 42]", "true"), ("dyn(1) == 1u", "true"),
            ("dyn(1) == '1'", "false"), ("[1, 2] == [1.0, 2u]", "true"), ("dyn({1: 'a'}) == {1u: 'a'}", "true"),
            ("0.0/0.0 == 0.0/0.0", "false"), ("-1 < 18446744073709551615u", "true"),
        ])
    func numbers(source: String, expected: String) throws {
        #expect(try Sample.evaluate(source).summary == expected)
    }

    @Test(
        "strings are compared and counted by code points",
        arguments: [
            ("'\\u00e9' == 'e\\u0301'", "false"), ("size('e\\u0301')", "2"), ("size('😀')", "1"), ("'é'.size()", "1"),
            ("'\\u00e9' in ['e\\u0301']", "false"), ("'a' < 'b' && 'a' < 'aa' && 'Z' < 'a'", "true"),
            ("'\\uffff' < '\\U0001F600'", "true"), ("'e\\u0301'.startsWith('e')", "true"),
            ("'\\u00e9'.contains('e')", "false"), ("size(b'é')", "2"), ("{'\\u00e9': 1, 'e\\u0301': 2}.size()", "2"),
        ])
    func strings(source: String, expected: String) throws {
        #expect(try Sample.evaluate(source).summary == expected)
    }

    @Test(
        "functions on text do what their names say",
        arguments: [
            ("'john@example.com'.endsWith('@example.com')", "true"), ("'a'.endsWith('ba')", "false"),
            ("'abc'.startsWith('')", "true"), ("'abc'.startsWith('abcd')", "false"),
            ("'abcabd'.contains('abd')", "true"),
            ("'aaaaab'.contains('aab')", "true"), ("'abc'.contains('')", "true"), ("''.contains('a')", "false"),
            ("'ABC-É'.lowerAscii()", "\"abc-É\""), ("'abz{'.upperAscii()", "\"ABZ{\""),
            ("size([1, 2]) + size({'a': 1})", "3"),
        ])
    func text(source: String, expected: String) throws {
        #expect(try Sample.evaluate(source).summary == expected)
    }

    @Test("contains() is linear also for what is made to be slow")
    func linearContains() throws {
        let hay = String(repeating: "a", count: 200_000)
        #expect(!hay.containsCodePoints(of: String(repeating: "a", count: 100_000) + "b"))
    }

    @Test("contains() agrees with a plain search over many small strings")
    func containsOracle() {
        var texts = [""]
        for _ in 0..<6 { texts += texts.flatMap { [$0 + "a", $0 + "b"] } }
        let all = Array(Set(texts)).filter { $0.count <= 6 }
        for text in all {
            for part in all where part.count <= 4 {
                let plain = part.isEmpty || text.indices.contains { text[$0...].hasPrefix(part) }
                if text.containsCodePoints(of: part) != plain { Issue.record("\(text) \(part)") }
            }
        }
    }

    @Test(
        "literals of every form are read",
        arguments: [
            (#"'a\n\t\\\'\"\x41\101\u00e9\U0001F600\a'"#, "\"a\\n\\t\\\\'\\\"AAé😀\\u0007\""), (#"r'\n'"#, #""\\n""#),
            (#"r'\'"#, #""\\""#), ("'''a\n'b' ''c'''", "\"a\\n'b' ''c\""), (#"b'\xff\101é'"#, "\"/0HDqQ==\""),
            (#"bR"\x""#, "\"XHg=\""),
            ("1e3", "1000.0"), (".5", "0.5"), ("1.5E-1", "0.15"), ("0xFFu", "255"), ("true // comment", "true"),
            ("[1, 2,]", "[1,2]"), ("{'a': 1,}", "{\"a\":1}"), ("null", "null"), ("{'a': {'b': [1]}}.a.b[0]", "1"),
            ("{'a-b': 1}.`a-b`", "1"), ("{'if': 1}.if", "1"), ("[]", "[]"),
        ])
    func literals(source: String, expected: String) throws {
        #expect(try Sample.evaluate(source).summary == expected)
    }

    @Test(
        "conversions convert or say that they can't",
        arguments: [
            ("int('42') + int(3.9) + int(-3.9) + int(5u)", "47"), ("int('4.2')", "error(invalidArgument)"),
            ("int(1e19)", "error(invalidArgument)"), ("int(0.0/0.0)", "error(invalidArgument)"),
            ("uint(-1)", "error(invalidArgument)"), ("double('1.5') + double(1)", "2.5"),
            ("double('x')", "error(invalidArgument)"),
            ("string(1.0) + string(true) + string(2u) + string(1.25)", "\"1true21.25\""),
            ("string(b'\\xff')", "error(invalidArgument)"), ("bool('true')", "true"),
            ("bool('yes')", "error(invalidArgument)"),
            ("string(timestamp('2026-01-01T01:00:00+01:00'))", "\"2026-01-01T00:00:00Z\""),
            ("timestamp('x')", "error(invalidArgument)"), ("string(duration('90m'))", "\"5400s\""),
            ("type(1) == int", "true"),
            ("type(type(1)) == type", "true"), ("type(now)", "unknown(now)"), ("int(timestamp(5))", "5"),
        ])
    func conversions(source: String, expected: String) throws {
        #expect(try Sample.evaluate(source).summary == expected)
    }

    @Test(
        "timestamps and durations are compared and reckoned with",
        arguments: [
            ("timestamp('2026-01-02T00:00:00Z') - timestamp('2026-01-01T00:00:00Z') == duration('24h')", "true"),
            ("timestamp('2026-01-01T00:00:00Z') + duration('1h') > timestamp('2026-01-01T00:30:00Z')", "true"),
            ("duration('1h') < duration('61m')", "true"), ("timestamp('2026-11-21T08:09:10.5Z').getFullYear()", "2026"),
            ("timestamp('2026-11-21T08:09:10.5Z').getMonth()", "10"),
            ("timestamp('2026-11-21T08:09:10.5Z').getDate()", "21"),
            ("timestamp('2026-11-21T08:09:10.5Z').getDayOfWeek()", "6"),
            ("timestamp('1969-12-28T23:00:00Z').getDayOfWeek()", "0"),
            ("timestamp('2026-11-21T08:09:10.5Z').getHours()", "8"),
            ("timestamp('1969-12-31T23:59:59Z').getSeconds()", "59"),
            ("timestamp('2026-11-21T08:09:10.5Z').getMilliseconds()", "500"), ("duration('90m').getHours()", "1"),
            ("timestamp('2026-11-21T08:09:10.5Z').getDayOfYear()", "324"),
        ])
    func time(source: String, expected: String) throws {
        #expect(try Sample.evaluate(source).summary == expected)
    }

    @Test(
        "lists of the environment are searched, and macros go over lists and maps",
        arguments: [
            ("'user-7' in lists.trusted", "true"), ("'user-100' in lists.trusted", "false"),
            ("lists.trusted.size()", "100"),
            ("[1, 2, 3].map(e, e * 2)", "[2,4,6]"), ("[1, 2, 3].filter(e, e > 1)", "[2,3]"),
            ("{'a': 1}.map(k, k)", "[\"a\"]"),
            ("[1, 2, 3].exists_one(e, e == 2) && [1].existsOne(e, e == 1)", "true"),
            ("[[1, 2], [3]].map(l, l.map(e, e + l[0]))", "[[2,3],[6]]"), ("[1].all(x, x == 1)", "true"),
            ("{1: 2}.all(k, k == 1)", "true"), ("[1, 2, 3].map(e, e > 1, e * 2)", "[4,6]"),
        ])
    func collections(source: String, expected: String) throws {
        #expect(try Sample.evaluate(source).summary == expected)
    }

    @Test("an evaluation ends, however long the lists: too many steps are an error")
    func steps() throws {
        var activation = Sample.activation()
        let slot = try #require(Sample.environment.slot(of: "x"))
        activation[slot] = .list((0..<1000).map { .int($0) })
        let cheap = try Sample.environment.compile("x.all(a, a >= 0)")
        let dear = try Sample.environment.compile("x.all(a, x.all(b, x.all(c, a + b + c >= 0)))")
        #expect(cheap.evaluate(&activation) == .value(.bool(true)))
        #expect(dear.evaluate(&activation).summary == "error(tooExpensive)")
        #expect(cheap.evaluate(&activation) == .value(.bool(true)))
    }

    @Test(
        "a program says which attributes it may read",
        arguments: [
            (
                "signals.network.vpn && signals.network.country_code != 'US'",
                ["signals.network.vpn", "signals.network.country_code"]
            ),
            ("has(tripwire.decision.risk_score) && x > 1", ["tripwire.decision.risk_score", "x"]),
            (
                "tripwire.highlights.exists(h, h.effect == 'reduces_risk')",
                ["tripwire.highlights", "tripwire.highlights[].effect"]
            ),
            (
                "attributes.a.b == attributes['c'] && attributes[attributes.plan] == 1",
                ["attributes.a.b", "attributes.c", "attributes.plan", "attributes.*"]
            ),
            ("'a' in lists.trusted", []), ("tripwire.highlights[0].key == 'a'", ["tripwire.highlights[].key"]),
            ("1 + 1 == 2", []),
        ])
    func attributes(source: String, expected: [String]) throws {
        #expect(try Sample.environment.compile(source).attributes == expected)
    }

    @Test(
        "the type of the result is known",
        arguments: [
            ("1 < 2", CELType.bool), ("signals.network.country_code", .string), ("[1]", .list(.int)),
            ("{'a': [1.5]}", .map(.string, .list(.double))), ("attributes.plan", .dyn), ("now - now", .duration),
            ("true ? 1 : 2", .int), ("[1, 'a']", .list(.dyn)), ("tripwire.highlights.map(h, h.key)", .list(.string)),
        ])
    func resultType(source: String, expected: CELType) throws {
        #expect(try Sample.environment.compile(source).resultType == expected)
    }

    @Test("what is constant is settled when it is compiled")
    func folding() throws {
        for source in [
            "1 + 2 * 3", "'a' in ['a', 'b']", "false && x == 1", "true || x == 1", "true ? 1 : x", "size('abc')",
            "'user-1' in lists.trusted",
        ] {
            #expect(try Sample.environment.compile(source).constant != nil, "\(source)")
        }
        #expect(try Sample.environment.compile("1 / 0").constant == nil)
        #expect(try Sample.environment.compile("x").constant == nil)
    }

    @Test("without checks, types and names are left to run time")
    func unchecked() throws {
        #expect(try Sample.evaluate("nothing || true", isChecked: false) == .value(.bool(true)))
        #expect(try Sample.evaluate("nothing", isChecked: false).summary == "error(undeclared)")
        #expect(try Sample.evaluate("nothing(1)", isChecked: false).summary == "error(undeclared)")
        #expect(try Sample.evaluate("1 + 'a'", isChecked: false).summary == "error(noSuchOverload)")
        #expect(try Sample.evaluate("signals.nothing", isChecked: false).summary == "error(noSuchKey)")
        #expect(try Sample.evaluate("size(1, 2)", isChecked: false).summary == "error(noSuchOverload)")
    }
}
