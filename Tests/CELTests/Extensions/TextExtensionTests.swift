import Testing

@testable import CEL

@Suite struct TextExtensionTests {
    @Test(
        "the string extension counts code points",
        arguments: [
            ("'a😀c'.charAt(1)", "\"😀\""), ("'abc'.charAt(3)", "\"\""), ("'abc'.charAt(4)", "error(indexOutOfRange)"),
            ("'abc'.charAt(-1)", "error(indexOutOfRange)"), ("'é😀é'.indexOf('é', 1)", "2"),
            ("'é😀é'.lastIndexOf('é')", "2"), ("'é😀é'.lastIndexOf('é', 1)", "0"), ("'abc'.indexOf('x')", "-1"),
            ("'abc'.indexOf('c', 9)", "-1"), ("'abc'.lastIndexOf('c', 9)", "-1"), ("''.lastIndexOf('a')", "-1"),
            ("'abc'.indexOf('a', -1)", "error(indexOutOfRange)"), ("''.indexOf('')", "0"),
            ("'abcabc'.lastIndexOf('abc', 2)", "0"), ("'abcabc'.lastIndexOf('abc', 3)", "3"),
            ("'a😀c'.substring(1)", "\"😀c\""), ("'a😀c'.substring(1, 2)", "\"😀\""), ("'abc'.substring(3)", "\"\""),
            ("'abc'.substring(2, 1)", "error(indexOutOfRange)"), ("'abc'.substring(0, 4)", "error(indexOutOfRange)"),
            ("'abc'.substring(-1)", "error(indexOutOfRange)"),
            ("'abc'.substring(-1, 9223372036854775807)", "error(indexOutOfRange)"),
            ("'e\\u0301x'.reverse()", "\"x\u{301}e\""), ("''.reverse()", "\"\""),
            ("' \\u3000\\u0085a b\\n'.trim()", "\"a b\""), ("' '.trim()", "\"\""), ("'\\u200ba'.trim().size()", "2"),
        ])
    func positions(source: String, expected: String) throws {
        #expect(try Sample.evaluate(source).summary == expected)
    }

    @Test(
        "texts are taken apart and put together",
        arguments: [
            ("'a,b,,c'.split(',')", #"["a","b","","c"]"#), ("'a,b,c'.split(',', 2)", #"["a","b,c"]"#),
            ("'abc'.split('')", #"["a","b","c"]"#), ("'abc'.split('', 2)", #"["a","bc"]"#), ("''.split('')", "[]"),
            ("''.split(',')", #"[""]"#), ("'abc'.split(',', 0)", "[]"), ("'e\\u0301'.split('').size()", "2"),
            ("'aaa'.replace('a', 'b', 2)", "\"bba\""), ("'aaa'.replace('a', 'b', 0)", "\"aaa\""),
            ("'aaa'.replace('aa', 'b')", "\"ba\""), ("'abc'.replace('', '-')", "\"-a-b-c-\""),
            ("'abc'.replace('', '-', 1)", "\"-abc\""), ("'abc'.replace('', '-', 3)", "\"-a-b-c\""),
            ("''.replace('', '-')", "\"-\""), ("'abc'.replace('', '-', 0)", "\"abc\""),
            ("'abc'.replace('x', 'y', 9223372036854775807)", "\"abc\""), ("['a', 'b'].join('-')", "\"a-b\""),
            ("['a', dyn(1)].join()", "error(noSuchOverload)"),
            (#"strings.quote('a"\\\n\t\a') == '"a\\"\\\\\\n\\t\\a"'"#, "true"),
        ])
    func parts(source: String, expected: String) throws {
        #expect(try Sample.evaluate(source).summary == expected)
    }

    @Test(
        "format writes values as its clauses say",
        arguments: [
            ("'%d %s %%'.format([1, 'a'])", "\"1 a %\""),
            ("'%x %X %o %b'.format([-255, b'\\xab', 8u, true])", "\"-ff AB 10 1\""),
            ("'%.2f|%.0e|%f'.format([1.005, 12345.0, 1u])", "\"1.00|1e+04|1.000000\""),
            ("'%s'.format([{'b': [1.5, null], 'a': 1e21}])", "\"{a: 1000000000000000000000, b: [1.5, null]}\""),
            ("'%s'.format([1e-7])", "\"0.0000001\""), ("'%s'.format([-1.25e-7])", "\"-0.000000125\""),
            ("'%s'.format([1.7976931348623157e308]).size()", "309"), ("'%d'.format([1e3])", "\"1000\""),
            ("'%s %s'.format([int, duration('1.5s')])", "\"int 1.5s\""), ("'%'.format([])", "error(invalidArgument)"),
            ("'%s'.format([])", "error(invalidArgument)"), ("'%.101f'.format([1.0])", "error(invalidArgument)"),
            ("'%.99999999999999999999f'.format([1.0])", "error(invalidArgument)"),
            ("'%s'.format([ip('::1')])", "\"::1\""),
            ("'%q'.format(['a'])", "error(invalidArgument)"), ("'%d'.format(['a'])", "error(noSuchOverload)"),
            ("'no clause'.format([1])", "\"no clause\""), ("'%f'.format([0.0/0.0])", "\"NaN\""),
        ])
    func format(source: String, expected: String) throws {
        #expect(try Sample.evaluate(source).summary == expected)
    }

    @Test(
        "base64 is written with padding and read with or without",
        arguments: [
            ("base64.encode(b'hello')", "\"aGVsbG8=\""), ("base64.encode(b'')", "\"\""),
            ("string(base64.decode('aGVsbG8='))", "\"hello\""), ("string(base64.decode('aGVsbG8'))", "\"hello\""),
            ("base64.decode('/+8=')", "\"/+8=\""), ("base64.decode('a')", "error(invalidArgument)"),
            ("base64.decode('a=b=')", "error(invalidArgument)"),
            ("base64.decode('aGVs bG8=')", "error(invalidArgument)"),
            ("base64.decode('')", "\"\""), ("base64.decode('====')", "error(invalidArgument)"),
            ("base64.decode(base64.encode(b'\\x00\\xff\\x10')) == b'\\x00\\xff\\x10'", "true"),
        ])
    func base64(source: String, expected: String) throws {
        #expect(try Sample.evaluate(source).summary == expected)
    }
}
