import Testing

@testable import CEL

@Suite struct CompileErrorTests {
    @Test(
        "a mistake is reported where it is, with what was meant",
        arguments: [
            (
                "tripwire.decision.risk_scor",
                "1:19: no field 'risk_scor' in tripwire.decision (did you mean 'risk_score'?)"
            ),
            ("signal.network.vpn", "1:1: unknown name 'signal' (did you mean 'signals'?)"),
            ("true &&\n  signals.netwrk.vpn", "2:11: no field 'netwrk' in signals (did you mean 'network'?)"),
            ("'é😀' == signals.zzz", "1:17: no field 'zzz' in signals (allowed: 'network', 'bot')"),
            ("\"a\" && true", "1:1: '&&' takes a bool, not a string"),
            ("1 + \"a\"", "1:5: '+' can't take an int and a string"),
            ("1 + 1.0", "1:5: '+' can't take an int and a double (convert one of them, such as with double(…))"),
            ("'a' == 1", "1:8: '==' can't compare a string with an int"),
            ("tripwire.decision.risk_score == '40'", "1:33: '==' can't compare an int with a string"),
            ("[] + 1", "1:6: '+' can't take a list(dyn) and an int"),
            ("{}.map(k, k) + 'a'", "1:16: '+' can't take a list(dyn) and a string"),
            ("'a' < 1", "1:7: '<' can't take a string and an int"),
            ("!1", "1:2: '!' takes a bool, not an int"),
            ("-'a'", "1:2: '-' takes an int or a double, not a string"),
            ("1 ? 2 : 3", "1:1: '? :' takes a bool, not an int"),
            ("true ? 1 : 'a'", "1:12: '? :' has an int on one side and a string on the other"),
            ("1 in 'abc'", "1:6: 'in' takes a list or a map, not a string (text is found with contains())"),
            ("1 in ['a']", "1:6: 'in' can't find an int in a list(string)"),
            ("1 in lists.trusted", "1:6: 'in' can't find an int in a list(string)"),
            ("'a' in lists.trustd", "1:14: no field 'trustd' in lists (did you mean 'trusted'?)"),
            (
                "tripwire.decision.decision_status == 'finl'",
                "1:38: tripwire.decision.decision_status is never 'finl', only one of 'preliminary', 'final' "
                    + "(did you mean 'final'?)"
            ),
            (
                "'x' != tripwire.decision.decision_status",
                "1:1: tripwire.decision.decision_status is never 'x', only one of 'preliminary', 'final'"
            ),
            (
                "tripwire.decision.decision_status in ['final', 'x']",
                "1:48: tripwire.decision.decision_status is never 'x', only one of 'preliminary', 'final'"
            ),
            (
                "tripwire.highlights.exists(h, h.effect == 'none')",
                "1:43: h.effect is never 'none', only one of 'increases_risk', 'reduces_risk'"
            ),
            (
                "tripwire.highlights.exists(h, h.efect == 'x')",
                "1:33: no field 'efect' in highlight (did you mean 'effect'?)"
            ),
            (
                "tripwire.decision.evaluated_at == null",
                "1:35: '==' can't compare a timestamp with null (what isn't there is unknown, not null: ask has(…))"
            ),
            ("signals['network']", "1:9: fields are selected with a dot, not an index"),
            ("'abc'.foo", "1:7: a string has no fields, so no 'foo'"),
            ("has(1.foo)", "1:7: an int has no fields, so no 'foo'"),
            ("has(signals)", "1:5: has() takes the selection of a field (such as has(signals.network.vpn))"),
            ("has(signals.netwrk)", "1:13: no field 'netwrk' in signals (did you mean 'network'?)"),
            ("siz('a')", "1:1: unknown function 'siz' (did you mean 'size'?)"),
            (
                "'a'.matches('b(')",
                "1:13: the pattern can't be read: a ')' is missing"
            ),
            (
                "x.matches('(?=a)')",
                "1:11: the pattern can't be read: '(?=' is not supported (there is no look-around and no back reference)"
            ),
            ("math.gretest(1)", "1:1: unknown function 'math.gretest' (did you mean 'math.greatest'?)"),
            (
                "math.greatest(1, 'a')",
                "1:6: math.greatest() can't take (int, string) (it takes "
                    + "math.greatest(int, …), math.greatest(uint, …), math.greatest(double, …), math.greatest(list(int)), "
                    + "math.greatest(list(uint)), math.greatest(list(double)))"
            ),
            ("[?1]", "1:3: an optional is wanted here, not an int"),
            ("{?'a': 1}", "1:8: an optional is wanted here, not an int"),
            (
                "{'a': 1}.?b.orValue('c')",
                "1:13: orValue() can't take (optional_type(int), string) (it takes " + "optional_type(T).orValue(T))"
            ),
            ("signals.?netwrk", "1:10: no field 'netwrk' in signals (did you mean 'network'?)"),
            (
                "cel.bind(a, 1)",
                "1:5: cel.bind() takes a variable, its value and an expression (such as "
                    + "cel.bind(x, a.b.size(), x > 1 && x < 9))"
            ),
            ("[1].transformList(i, i, i)", "1:22: transformList() has two variables of one name"),
            (
                "[1].transformMap(i, i)",
                "1:5: transformMap() takes two variables and an expression (such as "
                    + "list.transformMap(key, x, x.size()))"
            ),
            ("[[1]].sortBy(e, e)", "1:17: sortBy() can't sort by a list(int)"),
            ("{1: 2}.sortBy(e, e)", "1:1: sortBy() goes over a list, not a map(int, int)"),
            ("google.protobuf.Int64Valu{}", "1:1: unknown message type 'google.protobuf.Int64Valu'"),
            (
                "google.protobuf.Int64Value{valu: 1}",
                "1:28: no field 'valu' in google.protobuf.Int64Value (did you mean " + "'value'?)"
            ),
            ("google.protobuf.Int64Value{value: 'a'}", "1:35: 'value' has to be an int, not a string"),
            (
                "cidr('10.0.0.0/8').containsIP(1)",
                "1:20: containsIP() can't take (net.CIDR, int) (it takes "
                    + "net.CIDR.containsIP(net.IP), net.CIDR.containsIP(string))"
            ),
            ("'a'.contains(1)", "1:5: contains() can't take (string, int) (it takes string.contains(string))"),
            ("contains('a', 'b')", "1:1: contains() can't take (string, string) (it takes string.contains(string))"),
            ("[1].all(1, true)", "1:9: all() takes a variable's name first"),
            ("[1].all(e)", "1:5: all() takes a variable and an expression (such as list.all(x, x > 1))"),
            ("'abc'.all(e, true)", "1:1: all() goes over a list or a map, not a string"),
            ("[1].exists(e, e)", "1:15: exists() takes a bool, not an int"),
            ("[1].exists(e, e > 1) && e == 1", "1:25: unknown name 'e' (did you mean 'x'?)"),
            ("[1, 2]['a']", "1:8: a list's index is an int, not a string"),
            ("{'a': 1}[2]", "1:10: the map's keys are string, not int"),
            ("{1.5: 2}", "1:2: a map's key can't be a double"),
            ("5[0]", "1:3: an int has no elements"),
        ])
    func check(source: String, expected: String) {
        let error = #expect(throws: CompileError.self) { try Sample.environment.compile(source) }
        #expect(error?.description == expected)
    }

    @Test(
        "what can't be parsed is reported where it is",
        arguments: [
            ("", "1:1: expected a value, found the end"),
            ("1 +", "1:4: expected a value, found the end"),
            ("1 2", "1:3: expected an operator or the end, found a number"),
            ("(1", "1:3: expected ')', found the end"),
            ("[1, 2", "1:6: expected ',' or ']', found the end"),
            ("[1 2]", "1:4: expected ',' or ']', found a number"),
            ("{1 2}", "1:4: expected ':', found a number"),
            ("{1: 2", "1:6: expected ',' or '}', found the end"),
            ("size(1", "1:7: expected ',' or ')', found the end"),
            ("true ? 1", "1:9: expected ':' and what applies otherwise, found the end"),
            ("a.", "1:3: expected a field's or function's name, found the end"),
            ("a.in", "1:3: expected a field's or function's name, found 'in'"),
            ("a = 1", "1:3: unexpected character '=' (comparison is '==')"),
            ("a & b", "1:3: unexpected character '&' ('and' is '&&')"),
            ("a\n | b", "2:2: unexpected character '|' ('or' is '||')"),
            ("a # b", "1:3: unexpected character '#'"),
            ("é", "1:1: unexpected character 'é'"),
            ("'abc", "1:1: the string has no end"),
            ("'a\nb'", "1:1: the string has no end on its line (\"\"\" quotes several lines)"),
            ("'''abc", "1:1: the string has no end"),
            (#"'\q'"#, "1:2: unknown escape in a string (a backslash itself is '\\\\')"),
            (#"'\x4'"#, "1:2: an escape has too few digits"),
            (#"'\ud800'"#, "1:2: an escape names no code point"),
            (#"'\U00110000'"#, "1:2: an escape names no code point"),
            (#"b'\u0041'"#, "1:3: unknown escape in a string (a backslash itself is '\\\\')"),
            (#"'\400'"#, "1:2: unknown escape in a string (a backslash itself is '\\\\')"),
            ("9223372036854775808", "1:1: the number is out of the range of int"),
            ("-9223372036854775809", "1:2: the number is out of the range of int"),
            ("18446744073709551616u", "1:1: the number is out of the range of uint"),
            ("1e999", "1:1: the number is out of the range of double"),
            ("0x", "1:1: digits are missing after '0x'"),
            ("for", "1:1: 'for' is a reserved word and can't be a name"),
            ("a.?", "1:4: expected a field's or function's name, found the end"),
            ("a.b[0]{}", "1:7: expected an operator or the end, found '{'"),
            ("Msg{1: 2}", "1:5: expected a field's name, found a number"),
            ("`a`", "1:1: expected a value, found '`a`'"),
            ("a.`b", "1:3: a name in back quotes holds letters, digits and '_.-/ ' only"),
        ])
    func parse(source: String, expected: String) {
        let error = #expect(throws: CompileError.self) { try Sample.environment.compile(source) }
        #expect(error?.description == expected)
    }

    @Test("deep nesting and long sources are refused, not a crash")
    func limits() {
        let count = 7000
        let sources = [
            String(repeating: "(", count: count) + "1" + String(repeating: ")", count: count),
            String(repeating: "[", count: count), String(repeating: "!", count: count) + "true",
            String(repeating: "-", count: count) + "x", "x" + String(repeating: ".a", count: count),
            "x" + String(repeating: "[0]", count: count / 2), "1" + String(repeating: "+1", count: count),
            "1" + String(repeating: " - 1", count: count / 2),
            String(repeating: "true?1:", count: 2000) + "1", String(repeating: "{1:", count: 5000),
            String(repeating: "size(", count: 3000), String(repeating: "[1].all(e,", count: 1500),
        ]
        for source in sources {
            let error = #expect(throws: CompileError.self) { try Sample.environment.compile(source) }
            #expect(error?.message == "the expression is nested deeper than 100 levels", "\(source.prefix(20))")
        }
        let long = #expect(throws: CompileError.self) {
            try Sample.environment.compile(String(repeating: " ", count: 20_000) + "1")
        }
        #expect(long?.message == "the expression is longer than 16384 bytes")
    }

    @Test("what is nested as deeply as allowed is compiled and evaluated, on any thread")
    func deepest() throws {
        let environment = Environment(variables: [], limits: CompileLimits(maxHeight: .max))
        let count = CompileLimits.deepest - 10
        let sources = [
            String(repeating: "(", count: count) + "true" + String(repeating: ")", count: count),
            String(repeating: "!!", count: count / 2) + "true",
            String(repeating: "dyn(", count: count) + "true" + String(repeating: ")", count: count),
            String(repeating: "false?false:", count: count) + "true",
            String(repeating: "[true].all(e,", count: count / 2) + "e" + String(repeating: ")", count: count / 2),
            "1" + String(repeating: "+1", count: count) + " > 0",
            "size(" + String(repeating: "[", count: count) + String(repeating: "]", count: count) + ") <= 1",
        ]
        for source in sources {
            var activation = environment.activation()
            #expect(
                try environment.compile(source).evaluate(&activation) == .value(.bool(true)), "\(source.prefix(20))")
        }
    }

    @Test("thousands of operands of && and || are flat and fine")
    func flatLogic() throws {
        let source = String(repeating: "x==1||", count: 2000) + "true"
        #expect(try Sample.evaluate(source) == .value(.bool(true)))
    }

    @Test("every prefix and every damaged byte of expressions compiles or is refused without a crash")
    func damage() {
        let sources = [
            #"signals.network.vpn && tripwire.highlights.exists(h, h.effect == 'increases_risk') ? 1u : 0x1Fu"#,
            #"{'a': [1, -2.5e3, b"\x41\101", r'\d', """t"q"""]}['a'][0] in lists.trusted || !has(x.`a-b`) // c"#,
            #"now - timestamp('2026-01-01T00:00:00Z') > duration("1h") && -9223372036854775808 < .5 % size("\u00e9")"#,
        ]
        for source in sources {
            let bytes = Array(source.utf8)
            for index in bytes.indices {
                _ = try? Sample.evaluate(String(decoding: bytes[..<index], as: UTF8.self), isChecked: false)
                for byte in Array("\0\n\"'()[]{}.,?:!&|-+*/%<>=`\\#019abrux\u{7f}".utf8) + [0xC3, 0xFF] {
                    var damaged = bytes
                    damaged[index] = byte
                    _ = try? Sample.evaluate(String(decoding: damaged, as: UTF8.self), isChecked: false)
                }
            }
        }
    }
}
