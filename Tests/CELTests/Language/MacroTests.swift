import Testing

@testable import CEL

@Suite struct MacroTests {
    @Test(
        "macros with two variables go over indices and elements, keys and values",
        arguments: [
            ("[4, 5].all(i, v, v == i + 4)", "true"), ("{'a': 1}.exists(k, v, k == 'a' && v == 1)", "true"),
            ("[1, 2].existsOne(i, v, v > i)", "false"), ("[1, 2].exists_one(i, v, v == 2)", "true"),
            ("[1, 2, 3].transformList(i, v, v > 1, i * v)", "[2,6]"), ("{'a': 1}.transformList(k, v, k)", "[\"a\"]"),
            ("['x', 'y'].transformMap(i, v, v)", "{\"0\":\"x\",\"1\":\"y\"}"),
            ("{'a': 1, 'b': 2}.transformMap(k, v, v > 1, v + 1)", "{\"b\":3}"),
            ("['x', 'y'].transformMapEntry(i, v, {v: i})", "{\"x\":0,\"y\":1}"),
            ("['x', 'x'].transformMapEntry(i, v, {v: i})", "error(duplicateKey)"),
            ("['x'].transformMapEntry(i, v, i > 0, {v: i})", "{}"),
            ("[[1, 2], [3]].transformList(i, l, l.map(e, e + i))", "[[1,2],[4]]"),
            (
                "tripwire.highlights.exists(i, h, i == 1 && h.effect == 'reduces_risk')",
                "unknown(tripwire.highlights[].effect)"
            ),
            ("tripwire.labels.exists(k, v, k == 'a' && v == 1)", "true"),
        ])
    func pairs(source: String, expected: String) throws {
        #expect(try Sample.evaluate(source).summary == expected)
    }

    @Test(
        "cel.bind names a value; what it lacks or fails with counts where it is read",
        arguments: [
            ("cel.bind(a, 1, cel.bind(b, a + 1, a + b))", "3"), ("cel.bind(a, 1 / 0, true)", "true"),
            ("cel.bind(a, 1 / 0, a == 1 || true)", "true"), ("cel.bind(a, 1 / 0, a)", "error(divisionByZero)"),
            ("cel.bind(n, signals.network, n.vpn)", "true"),
            ("cel.bind(n, signals.network, n.tor)", "unknown(signals.network.tor)"),
            ("cel.bind(n, signals.network.tor, n || true)", "true"), ("cel.bind(x, 2, [1].map(y, x + y))", "[3]"),
            ("cel.bind(a, attributes, a.a.b)", "unknown(attributes.a.b)"), ("[1].map(x, cel.bind(x, x + 1, x))", "[2]"),
        ])
    func bind(source: String, expected: String) throws {
        #expect(try Sample.evaluate(source).summary == expected)
    }

    @Test(
        "messages of the protocol buffers that CEL has values for are those values",
        arguments: [
            ("google.protobuf.Int64Value{value: 4} + 1", "5"), ("google.protobuf.BoolValue{}", "false"),
            ("google.protobuf.Int32Value{value: 2147483648}", "error(overflow)"),
            ("google.protobuf.FloatValue{value: 0.1} == 0.1", "false"),
            ("google.protobuf.Timestamp{seconds: 1, nanos: 500000000}", "\"1970-01-01T00:00:01.500Z\""),
            ("google.protobuf.Duration{seconds: 90}", "\"90s\""),
            ("google.protobuf.Timestamp{nanos: -1}", "error(overflow)"),
            ("google.protobuf.Struct{fields: {'a': 1.5}}.a", "1.5"),
            ("google.protobuf.ListValue{values: ['a']}[0]", "\"a\""),
            ("google.protobuf.Value{string_value: 'a'}", "\"a\""), ("google.protobuf.Value{}", "null"),
            ("google.protobuf.Value{null_value: 0}", "null"),
            ("google.protobuf.StringValue{?value: optional.none()}", "\"\""),
            ("google.protobuf.BytesValue{value: x}", "unknown(x)"),
        ])
    func messages(source: String, expected: String) throws {
        #expect(try Sample.evaluate(source).summary == expected)
    }

    @Test(
        "the parts of a time are those of its zone",
        arguments: [
            ("getHours('+02:00')", "1"), ("getDate('+02:00')", "22"), ("getMinutes('-00:30')", "1"),
            ("getHours('02:00')", "1"),
            ("getHours('America/New_York')", "18"), ("getDayOfYear('Asia/Kathmandu')", "325"),
            ("getMinutes('Asia/Kathmandu')", "16"), ("getFullYear('UTC')", "2026"), ("getHours('US/Central')", "17"),
            ("getDayOfWeek('Europe/Berlin')", "0"), ("getHours('Mars/Olympus')", "error(invalidArgument)"),
            ("getHours('')", "error(invalidArgument)"), ("getHours('+2')", "error(invalidArgument)"),
            ("getHours('+25:00')", "error(invalidArgument)"),
            ("getHours('../../etc/passwd')", "error(invalidArgument)"),
            ("getHours('GMT+3')", "error(invalidArgument)"), ("getHours('UTC-2')", "error(invalidArgument)"),
            ("getMilliseconds('UTC')", "500"),
            ("getHours(1)", "error(noSuchOverload)"),
        ])
    func zones(call: String, expected: String) throws {
        let source = "timestamp('2026-11-21T23:31:30.5Z').\(call)"
        #expect(try Sample.evaluate(source, isChecked: false).summary == expected)
    }

    @Test("the ends of time are no ends in other zones")
    func ends() throws {
        #expect(try Sample.evaluate("timestamp('0001-01-01T00:00:00Z').getFullYear('-01:00')").summary == "0")
        #expect(try Sample.evaluate("timestamp('9999-12-31T23:59:59Z').getFullYear('+01:00')").summary == "10000")
    }
}
