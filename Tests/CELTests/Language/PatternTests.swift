import Testing

@testable import CEL

@Suite struct PatternTests {
    @Test(
        "patterns match anywhere in the text, in RE2's syntax",
        arguments: [
            ("", "", true), ("", "a", true), ("a", "", false), ("b", "abc", true), ("^b", "abc", false),
            ("^a", "abc", true), ("c$", "abc", true), ("b$", "abc", false), ("^abc$", "abc", true),
            ("a|b|", "x", true), ("^(a|b)$", "b", true), ("^a*$", "aaa", true), ("^a*$", "aab", false),
            ("^(a*)*$", "aaab", false), ("^(a*)+b", "aaab", true), ("^a{2,3}$", "aa", true),
            ("^a{2,3}$", "aaaa", false), ("^a{2}$", "aaa", false), ("^a{2,}$", "aaaaa", true), ("^a{0}$", "", true),
            ("a{,2}", "a{,2}", true), ("x{", "x{", true), ("^a??b$", "ab", true), ("^a+?$", "aaa", true),
            ("^.$", "\n", false), ("(?s)^.$", "\n", true), ("^a$", "b\na", false), ("(?m)^a$", "b\na\nc", true),
            (#"(?m)\Aa"#, "b\na", false), (#"a\z"#, "a\n", false), ("(?i)straSSe", "STRASSE", true),
            ("(?i:a)b", "Ab", true), ("(?i:a)b", "AB", false), ("(?i)k", "\u{212A}", true), ("(?i)[j-l]", "K", true),
            ("(?i)é", "É", true), ("(?i)σ", "ς", true), ("(?-i)a", "A", false), ("((?i)a)b", "AB", false),
            ("^[^a-c]$", "b", false), ("^[^a-c]$", "d", true), ("^[]a]$", "]", true), ("^[a-]$", "-", true),
            ("^[a\\-z]$", "-", true), ("^[a\\-z]$", "b", false), ("^[[:alpha:]_]+$", "ab_Z", true),
            ("^[[:^digit:]]$", "5", false), (#"^\d{3}-\w+$"#, "123-ab_9", true), (#"^\D\S\W$"#, "a.!", true),
            (#"^[\d\s]+$"#, "1 2\t3", true), (#"\bfoo\b"#, "a foo b", true), (#"\bfoo\b"#, "afoo", false),
            (#"\Boo"#, "foo", true), (#"^\x41\x{1F600}\101$"#, "A😀A", true), (#"^\Qa.b*\E+$"#, "a.b*+", false),
            (#"^\Qa.b*\E$"#, "a.b*", true), (#"^\pL+$"#, "añ漢", true), (#"^\p{Lu}\P{Lu}$"#, "Éé", true),
            (#"^\p{^L}$"#, "1", true), (#"[\pN]"#, "Ⅷ", true), ("^日本.$", "日本語", true), ("^..$", "😀é", true),
            ("(?P<year>[0-9]{4})-(?<month>[0-9]{2})", "on 2026-11", true), (#"^\.\*\\$"#, #".*\"#, true),
            ("^(?:[a-z0-9.]+)@example\\.(com|org)$", "john.doe@example.org", true), ("(|a)*b", "aab", true),
            ("^(((a)))$", "a", true), ("e\u{301}", "\u{e9}", false), (#"\C"#.replacing("C", with: "n"), "\n", true),
        ])
    func matches(pattern: String, text: String, expected: Bool) throws {
        var budget = Budget(steps: 10_000)
        #expect(try Pattern(pattern).matches(text, &budget) == expected)
    }

    @Test(
        "what isn't RE2's syntax is refused, with what is wrong",
        arguments: [
            ("(", "a ')' is missing"), (")", "a ')' is there without its '('"), ("[a", "a ']' is missing"),
            ("*a", "a '*' has nothing to repeat"), ("a|*", "a '*' has nothing to repeat"),
            ("a**", "a repetition is repeated"), ("a{2}{3}", "a repetition is repeated"),
            ("a{1001}", "a count is above 1000 or the greater one comes first"),
            ("a{3,2}", "a count is above 1000 or the greater one comes first"),
            ("[z-a]", "a range in brackets has its greater end first"), (#"\"#, "a backslash is at the end"),
            (#"(a)\1"#, "back references are not supported"), (#"\8"#, "back references are not supported"),
            ("(?=a)", "'(?=' is not supported"), ("(?<!a)", "'(?<!' is not supported"),
            ("(?x)a", "'(?x' is not supported"), (#"\p{Greek}"#, "'\\p' names no category of Unicode's"),
            ("[[:foo:]]", "'[:' begins a class that there isn't"), (#"\xZ"#, "an escape names no code point"),
            (#"\x{110000}"#, "an escape names no code point"), (#"\e"#, "'\\e' means nothing"),
            ("((((a{100}){100}){100}){100})", "it is too large"),
            (String(repeating: "(", count: 200), "it has more than 100 groups inside of groups"),
            (String(repeating: "a", count: 5000), "it is longer than 4096 bytes"),
        ])
    func refused(pattern: String, message: String) {
        let error = #expect(throws: PatternError.self) { try Pattern(pattern) }
        #expect(error?.message == message)
    }

    @Test("patterns that take others exponential time take linear time, and long texts are charged for")
    func linear() throws {
        let text = String(repeating: "a", count: 10_000)
        for pattern in ["^(a+)+$", "(a|aa)+b", "(a*)*(a*)*b", "^(([a-z])+.)+[A-Z]([a-z])+$"] {
            var budget = Budget(steps: 100_000)
            #expect(try Pattern(pattern).matches(text, &budget) == (pattern == "^(a+)+$"))
        }
        #expect(throws: EvaluationError.tooExpensive) {
            var budget = Budget(steps: 1000)
            _ = try Pattern("(a|b|c){500}d").matches(text, &budget)
        }
    }

    @Test("a pattern that only run time knows is read then")
    func dynamic() throws {
        #expect(try Sample.evaluate("'abc'.matches(attributes.plan + '|b')").summary == "true")
        #expect(try Sample.evaluate("matches('free', attributes.plan)").summary == "true")
        #expect(try Sample.evaluate("'abc'.matches(attributes.plan + '(')").summary == "error(invalidArgument)")
        #expect(try Sample.evaluate("signals.network.tor ? true : 'a'.matches('b')").summary.hasPrefix("unknown"))
        #expect(try Sample.evaluate("attributes.trial.matches('b')").summary == "unknown(attributes.trial)")
        #expect(try Sample.evaluate("'a'.matches(1)", isChecked: false).summary == "error(noSuchOverload)")
    }

    @Test("a pattern in back and forth: every prefix of a difficult one is read or refused")
    func damaged() {
        let pattern = Array(#"^(?i:[[:alpha:]\d\p{Lu}^\]-]{2,3}?|(?P<n>\x{41}\Qa\E)*)\b$"#)
        for end in pattern.indices { _ = try? Pattern(String(pattern[..<end])) }
        for start in pattern.indices { _ = try? Pattern(String(pattern[start...])) }
    }
}
