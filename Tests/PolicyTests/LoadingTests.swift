import CEL
import Foundation
import Testing

@testable import Policy

@Suite struct LoadingTests {
    private static let head = "version: \"1\"\nevent: test\ndefault: allow\n"

    /// The mistakes of a document, without the directory.
    private func problems(_ text: String, limits: PolicyLimits = PolicyLimits()) throws -> [String] {
        let directory = try TemporaryDirectory()
        let file = try directory.write("p.yaml", text)
        do throws(PolicyLoadError) {
            _ = try Sample.loader(limits).load(file: file)
            return []
        } catch {
            return error.problems.map { $0.description.replacing(directory.path + "/", with: "") }
        }
    }

    @Test(
        "a mistake is reported with file, line, column and what is allowed",
        arguments: [
            (
                "rules:\n  - id: r\n    when: true\n    than: block\n",
                [
                    "p.yaml:5:5: a rule has no 'then' and no 'score' (then: allow, review or block, or score: a number)",
                    "p.yaml:7:5: unknown key 'than' in a rule (did you mean 'then'?)",
                ]
            ),
            ("rule: []\n", ["p.yaml:4:1: unknown key 'rule' in a policy (did you mean 'rules'?)"]),
            ("rules: 5\n", ["p.yaml:4:8: rules has to be a list"]),
            (
                "rules: [5]\n",
                ["p.yaml:4:9: a rule has to be a mapping (with id, when, then, score, final, reason, on_unknown, mode)"]
            ),
            (
                "rules:\n  - { id: r, when: true, then: deny }\n",
                ["p.yaml:5:32: then can't be 'deny' (allowed: allow, review, block)"]
            ),
            (
                "rules:\n  - { id: r, when: true, then: block, final: yes }\n",
                ["p.yaml:5:46: final can't be 'yes' (allowed: true, false)"]
            ),
            (
                "rules:\n  - { id: r, when: true, then: block, mode: dark }\n",
                ["p.yaml:5:45: mode can't be 'dark' (allowed: enforce, shadow)"]
            ),
            (
                "rules:\n  - { id: r, when: true, then: block, on_unknown: skip }\n",
                ["p.yaml:5:51: on_unknown can't be 'skip' (allowed: allow, review, block)"]
            ),
            ("rules:\n  - { when: true, then: block }\n", ["p.yaml:5:5: a rule has no 'id' (such as id: vpn)"]),
            ("rules:\n  - { id: r, then: block }\n", ["p.yaml:5:5: a rule has no 'when' (a condition, or true)"]),
            ("rules:\n  - { id: r, when: , then: block }\n", ["p.yaml:5:14: 'when' has no value"]),
            (
                "rules:\n  - { id: a b, when: true, then: block }\n",
                ["p.yaml:5:11: a rule's id can't be 'a b' (1 to 64 letters, digits and _ . -)"]
            ),
            (
                "rules:\n  - { id: score, when: true, then: block }\n",
                ["p.yaml:5:11: a rule can't have the id 'score' (reasons use it for what no rule says)"]
            ),
            (
                "rules:\n  - { id: r, when: true, then: block }\n  - { id: r, when: true, then: block }\n",
                ["p.yaml:6:11: there is another rule with the id 'r' (on line 5)"]
            ),
            (
                "rules:\n  - { id: r, when: true, then: block, score: 5 }\nscore: { block: 5 }\n",
                ["p.yaml:5:46: a rule has either 'then' or 'score' (then: allow, review or block, or score: a number)"]
            ),
            (
                "rules:\n  - { id: r, when: true, score: 5 }\n",
                [
                    "p.yaml:5:33: a score has no effect without bands (add score: { review: 40, block: 80 } to the policy)"
                ]
            ),
            (
                "rules:\n  - { id: r, when: true, score: 5.5 }\nscore: { block: 5 }\n",
                ["p.yaml:5:33: score can't be '5.5' (a whole number from -100000 to 100000)"]
            ),
            (
                "rules:\n  - { id: r, when: true, score: '5', final: \"true\" }\nscore: { block: 5.0 }\n",
                [
                    "p.yaml:5:33: score can't be '5' (a whole number from -100000 to 100000, without quotes)",
                    "p.yaml:5:45: final can't be 'true' (allowed: true, false, without quotes)",
                ]
            ),
            ("score: { review: 80, block: 40 }\n", ["p.yaml:4:18: score.review has to be less than score.block"]),
            (
                "score: {}\n",
                ["p.yaml:4:8: score has neither 'review' nor 'block' (such as score: { review: 40, block: 80 })"]
            ),
            (
                "score: { reviw: 4, block: x }\n",
                [
                    "p.yaml:4:10: unknown key 'reviw' in score (did you mean 'review'?)",
                    "p.yaml:4:27: score.block can't be 'x' (a whole number from -1000000 to 1000000)",
                ]
            ),
            (
                "rules:\n  - { id: r, when: true, then: block, reason: { text: x } }\n",
                ["p.yaml:5:49: unknown key 'text' in reason (allowed: 'code', 'message')"]
            ),
            (
                "rules:\n  - { id: r, when: true, then: block, reason: { code: 'a b' } }\n",
                ["p.yaml:5:55: reason.code can't be 'a b' (1 to 64 letters, digits and _ . -)"]
            ),
            (
                "unavailable:\n  - { provider: c, cause: timout, then: block }\n",
                [
                    "p.yaml:5:17: unknown provider 'c' (allowed: a, b and \"*\")",
                    "p.yaml:5:27: unknown cause 'timout' (allowed: not_found, timeout, unreachable and \"*\")",
                ]
            ),
            (
                "unavailable:\n  - { provider: a, cause: ok, then: block }\n",
                ["p.yaml:5:27: unknown cause 'ok' (allowed: not_found, timeout, unreachable and \"*\")"]
            ),
            (
                "unavailable:\n  - { provider: a, cause: timeout }\n",
                ["p.yaml:5:5: an entry of unavailable has no 'then'"]
            ),
            ("lists: [a]\n", ["p.yaml:4:8: lists has to be a mapping (such as lists: { trusted: [a, b] })"]),
            ("lists: { a-b: [x] }\n", ["p.yaml:4:10: a list can't be named 'a-b' (1 to 64 letters, digits and _)"]),
            (
                "lists: { t: x }\n",
                ["p.yaml:4:13: lists.t has to be a list or a file ([a, b] or { file: lists/t.txt })"]
            ),
            (
                "lists: { t: { file: none.txt } }\n",
                ["p.yaml:4:21: lists.t can't be read from none.txt: the file doesn't exist"]
            ),
            ("lists: { t: { file: . } }\n", ["p.yaml:4:21: lists.t can't be read from .: this is not a file"]),
            (
                "lists: { t: { path: x } }\n",
                [
                    "p.yaml:4:13: lists.t has either 'entries' or 'file'",
                    "p.yaml:4:15: unknown key 'path' in lists.t (allowed: 'type', 'entries', 'file')",
                ]
            ),
            ("rules: []\nrules: []\n", ["p.yaml:4:1: the key 'rules' is there twice (each key once)"]),
            ("x: [\n", ["p.yaml:5:1: this is not YAML: while parsing a flow node, did not find expected node content"]),
            (
                "\tx: 1\n",
                [
                    "p.yaml:4:1: this is not YAML: while scanning a plain scalar, found a tab character that violates indentation (YAML takes no tabs for indentation, only spaces)"
                ]
            ),
            (
                "---\nversion: \"2\"\n",
                ["p.yaml:4:1: this is not YAML: expected a single document in the stream, but found another document"]
            ),
            ("lists: &l { t: [x] }\n", ["p.yaml:4:8: anchors and aliases (&, *) are not supported"]),
        ])
    func mistake(parts: String, expected: [String]) throws {
        let found = try problems(Self.head + parts)
        #expect(found == expected)
    }

    @Test(
        "a mistake in a condition is reported at its place in the document, whatever way it is written",
        arguments: [
            (
                "rules:\n  - id: r\n    when: signals.network.vpm\n    then: block\n",
                "p.yaml:6:27: no field 'vpm' in signals.network (did you mean 'vpn'?)"
            ),
            (
                "rules:\n  - id: r\n    when: 'signals.network.country_code == ''é'' && signals.scor > 1'\n    then: block\n",
                "p.yaml:6:61: no field 'scor' in signals (did you mean 'score'?)"
            ),
            (
                "rules:\n  - id: r\n    when: \"signals.network.country_code == \\\"\\u00e9\\\" && signals.scor > 1\"\n    then: block\n",
                "p.yaml:6:66: no field 'scor' in signals (did you mean 'score'?)"
            ),
            (
                "rules:\n  - id: r\n    when: signals.network.vpn &&\n      signals.network.tor\n\n      && signals.scor > 1\n    then: block\n",
                "p.yaml:9:18: no field 'scor' in signals (did you mean 'score'?)"
            ),
            (
                "rules:\n  - id: r\n    when: |\n      signals.network.vpn\n      && // why\n\n        signals.scor > 1\n    then: block\n",
                "p.yaml:10:17: no field 'scor' in signals (did you mean 'score'?)"
            ),
            (
                "rules:\n  - id: r\n    when: >-\n\n      signals.network.vpn\n      && signals.scor > 1\n    then: block\n",
                "p.yaml:9:18: no field 'scor' in signals (did you mean 'score'?)"
            ),
            (
                "rules:\n  - id: r\n    when: \"signals.network.vpn \\\n      && signals.scor > 1\"\n    then: block\n",
                "p.yaml:7:18: no field 'scor' in signals (did you mean 'score'?)"
            ),
            (
                "rules:\n  - { id: r, when: signals.network.vpn &&, then: block }\n",
                "p.yaml:5:42: expected a value, found the end"
            ),
            (
                "rules:\n  - { id: r, when: \"'x' in lists.trusted\", then: block }\n",
                "p.yaml:5:34: no field 'trusted' in lists"
            ),
            (
                "lists: { trustd: [a] }\nrules:\n  - { id: r, when: \"'x' in lists.trusted\", then: block }\n",
                "p.yaml:6:34: no field 'trusted' in lists (did you mean 'trustd'?)"
            ),
            (
                "rules:\n  - { id: r, when: signals.score, then: block }\n",
                "p.yaml:5:20: when has to be true or false, and this is of type int"
            ),
            (
                "rules:\n  - { id: r, when: [true], then: block }\n",
                "p.yaml:5:20: when has to be a condition (quote one that begins with [ or {)"
            ),
            (
                "rules:\n  - { id: r, when: a.status == 'finl', then: block }\n",
                "p.yaml:5:32: a.status is never 'finl', only one of 'final', 'preliminary' (did you mean 'final'?)"
            ),
        ])
    func condition(parts: String, expected: String) throws {
        let found = try problems(Self.head + parts)
        #expect(found == [expected])
    }

    @Test(
        "what is missing at the top is named",
        arguments: [
            ("version", "such as version: \"1\""), ("event", "such as event: signup"),
            ("default", "allowed: allow, review, block"),
        ])
    func required(key: String, hint: String) throws {
        let text = Self.head.split(separator: "\n").filter { !$0.hasPrefix(key) }.joined(separator: "\n")
        #expect(try problems(text) == ["p.yaml:1:1: a policy has no '\(key)' (\(hint))"])
    }

    @Test("all mistakes of a document are reported at once, up to a limit")
    func allAtOnce() throws {
        let rules = (0..<80).map { "  - { id: r\($0), when: nope\($0) > 1, then: deny }" }.joined(separator: "\n")
        var limits = PolicyLimits()
        let directory = try TemporaryDirectory()
        try directory.write("p.yaml", Self.head + "rules:\n" + rules)
        let error = #expect(throws: PolicyLoadError.self) { try Sample.loader(limits).load(directory: directory.path) }
        #expect(error?.problems.count == 50)
        #expect(error?.omitted == 110)
        #expect(error?.description.hasSuffix("and 110 more") == true)
        limits.maxProblems = 500
        #expect(try problems(Self.head + "rules:\n" + rules, limits: limits).count == 160)
    }

    @Test("limits on bytes, rules, lists and their entries hold")
    func limits() throws {
        var limits = PolicyLimits()
        limits.maxDocumentBytes = 400
        limits.maxRules = 1
        limits.maxLists = 1
        limits.maxListEntries = 2
        limits.maxUnavailableEntries = 1
        limits.maxMessageBytes = 4
        let rule = "{ id: ID, when: true, then: block, reason: { message: abcde } }"
        #expect(
            try problems(Self.head + "#" + String(repeating: "x", count: 400), limits: limits) == [
                "p.yaml: the file is larger than 400 bytes"
            ])
        let parts = [
            (
                "rules: [\(rule.replacing("ID", with: "a")), \(rule.replacing("ID", with: "b"))]",
                "p.yaml:4:8: rules has more than 1 entries"
            ),
            ("rules: [\(rule.replacing("ID", with: "a"))]", "p.yaml:4:62: reason.message is longer than 4 bytes"),
            ("lists: { a: [], b: [] }", "p.yaml:4:8: there are more than 1 lists"),
            ("lists: { a: [x, y, z] }", "p.yaml:4:13: lists.a has more than 2 entries"),
            (
                "unavailable: [{ provider: a, cause: timeout, then: block }, { provider: b, cause: timeout, then: block }]",
                "p.yaml:4:14: unavailable has more than 1 entries"
            ),
        ]
        for (part, expected) in parts {
            let found = try problems(Self.head + part, limits: limits)
            #expect(found == [expected])
        }
    }

    @Test("documents that are made to take long or deep are refused at once")
    func hostile() throws {
        let bomb = Self.aliases(levels: 9, fan: 9)
        #expect(try problems(bomb) == ["p.yaml: anchors and aliases (&, *) are not supported"])
        #expect(try problems(Self.aliases(levels: 7, fan: 3) + "? *l7\n: 1\n").count == 1)
        #expect(try problems(String(repeating: "[", count: 100_000)).count == 1)
        #expect(try problems(String(repeating: "- ", count: 100_000)).count == 1)
        #expect(try problems(String(repeating: "{a: ", count: 5000)).count == 1)
        #expect(try problems("").count == 1)
        #expect(try problems("just text").count == 1)
    }

    /// Levels of lists, each of which holds the one before several times.
    private static func aliases(levels: Int, fan: Int) -> String {
        var text = ""
        for level in 1...levels {
            let element = level == 1 ? "x" : "*l\(level - 1)"
            text += "l\(level): &l\(level) [\(Array(repeating: element, count: fan).joined(separator: ","))]\n"
        }
        return text
    }

    @Test("text that isn't UTF-8 is refused, in the document and in lists")
    func encoding() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write("p.yaml", Array(Self.head.utf8) + [0x23, 0xFF])
        let error = #expect(throws: PolicyLoadError.self) { try Sample.loader().load(file: file) }
        #expect(error?.problems.first?.message == "the file isn't UTF-8")
    }

    @Test("a byte order mark and line ends of Windows don't matter, and a control character is reported")
    func textForms() throws {
        let text = (Self.head + "rules:\n  - id: r\n    when: signals.network.vpm\n    then: block\n")
        #expect(try problems("\u{FEFF}" + Self.head) == [])
        let found = try problems(text.replacing("\n", with: "\r\n"))
        #expect(found == ["p.yaml:6:27: no field 'vpm' in signals.network (did you mean 'vpn'?)"])
        let control = try problems(Self.head + "rules: \u{1}")
        #expect(control == ["p.yaml:4:8: this is not YAML: control characters are not allowed"])
    }

    @Test("lists are read from files beside the document, one entry a line")
    func listFiles() throws {
        let directory = try TemporaryDirectory()
        try directory.write("lists/t.txt", "# people we know\n\n  john \r\nmary # since 2024\n#x\nuser#7\nx y")
        let text =
            Self.head
            + "lists: { t: { file: lists/t.txt } }\nrules:\n  - { id: r, when: subject.account_id in lists.t, then: block }\n"
        let policy = try Sample.loader().load(file: try directory.write("p.yaml", text))
        for (account, isListed) in [
            ("john", true), ("mary", true), ("user#7", true), ("x y", true), ("x", false), ("", false),
            ("# people we know", false),
        ] {
            #expect((policy.evaluate(Sample.evidence(account: account)).decision == .block) == isListed, "\(account)")
        }
    }

    @Test("a list of as many entries as allowed is read whole, and one more is a mistake")
    func longListFile() throws {
        let directory = try TemporaryDirectory()
        let entries = (0..<100_000).map { "user-number-\($0)@example.com" }
        try directory.write("t.txt", entries.joined(separator: "\n"))
        let rule = "rules:\n  - { id: r, when: subject.account_id in lists.t, then: block }\n"
        let file = try directory.write("p.yaml", Self.head + "lists: { t: { file: t.txt } }\n" + rule)
        let policy = try Sample.loader().load(file: file)
        #expect(policy.evaluate(Sample.evidence(account: "user-number-99999@example.com")).decision == .block)
        #expect(policy.evaluate(Sample.evidence(account: "user-number-100000@example.com")).decision == .allow)
        try directory.write("t.txt", (entries + ["x"]).joined(separator: "\n"))
        let error = #expect(throws: PolicyLoadError.self) { try Sample.loader().load(file: file) }
        #expect(error?.problems.first?.message == "the list has more than 100000 entries")
    }

    @Test("mistakes in a list file are reported with its line")
    func badListFile() throws {
        let directory = try TemporaryDirectory()
        try directory.write("t.txt", "a\n\(String(repeating: "x", count: 2000))\n")
        let file = try directory.write("p.yaml", Self.head + "lists: { t: { file: t.txt } }\n")
        let error = #expect(throws: PolicyLoadError.self) { try Sample.loader().load(file: file) }
        #expect(error?.problems.map(\.description) == ["\(directory.path)/t.txt:2: an entry is longer than 1024 bytes"])
    }

    @Test("what looks like another type in YAML is text where text is wanted")
    func norway() throws {
        let policy = try Sample.policy(
            "lists: { c: [NO, 1.0, ~] }\nrules:\n  - { id: 'on', when: signals.network.country_code in lists.c, then: block }"
        )
        #expect(policy.evaluate(Sample.evidence(country: "NO")).decision == .block)
        #expect(policy.evaluate(Sample.evidence(country: "1.0")).decision == .block)
        #expect(policy.evaluate(Sample.evidence(country: "false")).decision == .allow)
    }

    @Test("a directory's policies are found by their events")
    func directory() throws {
        let directory = try TemporaryDirectory()
        try directory.write("signup.yaml", Self.head.replacing("test", with: "signup"))
        try directory.write("login.yaml", Self.head.replacing("test", with: "login").replacing("\"1\"", with: "2.0"))
        try directory.write("signup.test.yaml", "not: a policy")
        try directory.write(".hidden.yaml", "not: a policy")
        try directory.write("notes.txt", "not a policy")
        try directory.write("lists/x.yaml", "not: a policy")
        let set = try Sample.loader().load(directory: directory.path)
        #expect(set.events == ["login", "signup"])
        let login = try #require(set.policy(for: "login"))
        #expect([login.name, login.version, login.event] == ["login", "2.0", "login"])
        #expect(set.policy(for: "other") == nil)
    }

    @Test("two policies for one event, no policy, and no directory are mistakes")
    func badDirectories() throws {
        let directory = try TemporaryDirectory()
        let empty = #expect(throws: PolicyLoadError.self) { try Sample.loader().load(directory: directory.path) }
        #expect(empty?.problems.first?.message == "there is no policy here")
        try directory.write("a.yaml", Self.head)
        try directory.write("b.yaml", Self.head)
        try directory.write("c.yaml", "rules: 1")
        let error = #expect(throws: PolicyLoadError.self) { try Sample.loader().load(directory: directory.path + "/") }
        let first = error?.problems.first?.description.replacing(directory.path, with: "D")
        #expect(
            first
                == "D/b.yaml:2:8: there is another policy for the event 'test' (in D/a.yaml)".replacing(
                    "in D", with: "in D"))
        #expect(error?.problems.count == 5)
        let none = #expect(throws: PolicyLoadError.self) {
            try Sample.loader().load(directory: directory.path + "/none")
        }
        #expect(none?.problems.first?.message == "this is no directory of policies that can be read")
    }

    @Test("the digest is that of the document and its list files, as documented")
    func digest() throws {
        let directory = try TemporaryDirectory()
        try directory.write("t.txt", "a\n")
        let text = Self.head + "lists: { t: { file: t.txt }, u: [x] }\n"
        let file = try directory.write("p.yaml", text)
        let first = try Sample.loader().load(file: file).digest
        #expect(first.hasPrefix("sha256:") && first.utf8.count == 71)
        #expect(try Sample.loader().load(file: file).digest == first)
        var expected = PolicyDigest(document: Array(text.utf8))
        expected.add(list: "t", Array("a\n".utf8))
        #expect(first == expected.text())
        try directory.write("t.txt", "b\n")
        #expect(try Sample.loader().load(file: file).digest != first)
        try directory.write("t.txt", "a\n")
        try directory.write("p.yaml", text + "# changed")
        #expect(try Sample.loader().load(file: file).digest != first)
    }

    @Test("every damaged byte of a document is loaded or refused without a crash")
    func damage() throws {
        let text =
            Self.head + """
                score: { review: 40 }
                lists: { t: [a, 'b'] }
                rules:
                  - id: r
                    when: |
                      signals.network.vpn
                      && "x" in lists.t
                    score: 5
                    reason: { code: "c", message: >
                      folded text }
                unavailable: [{ provider: "*", cause: timeout, then: block }]
                """
        let bytes = Array(text.utf8)
        let directory = try TemporaryDirectory()
        for index in bytes.indices {
            for byte in Array("\0\n\t \"':{}[]|>&*#-?,!%@`\\x".utf8) + [0xC3] where (index + Int(byte)) % 7 == 0 {
                var damaged = bytes
                damaged[index] = byte
                _ = try? Sample.loader().load(file: try directory.write("p.yaml", damaged))
            }
        }
    }

    @Test(
        "policies and tests with another ending aren't passed over", arguments: ["b.yml", "a.test.YAML", "c.test.yml"])
    func otherEndings(name: String) throws {
        let directory = try TemporaryDirectory()
        try directory.write("a.yaml", Self.head)
        try directory.write(name, Self.head)
        let error = #expect(throws: PolicyLoadError.self) { try Sample.loader().load(directory: directory.path) }
        #expect(error?.problems.map(\.message) == ["policies and their tests end in .yaml"])
    }

    @Test("two names that are equal as texts are two files that are looked at")
    func equalNames() throws {
        let directory = try TemporaryDirectory()
        try directory.write("caf\u{E9}.test.yaml", "a")
        try directory.write("cafe\u{301}.test.yaml", "b")
        let files = PolicyFiles()
        #expect(files.names(in: directory.path)?.count == 2)
        let before = files.states
        #expect(before.now() == before)
        try directory.write("cafe\u{301}.test.yaml", "longer")
        #expect(before.now() != before)
    }

    @Test("anchors are refused before anything goes through them, however they are written", .timeLimit(.minutes(1)))
    func manyAliases() throws {
        let directory = try TemporaryDirectory()
        var text = Self.head + "lists:\n  - {\"q\":&b0 {\"a\":x}}\n"
        for level in 1...40 {
            text += "  - {\"q\":&b\(level) {\"a\":*b\(level - 1),\"b\":*b\(level - 1)}}\n"
        }
        text += "  - {? {\"a\":*b40} : 1, ? {\"b\":*b40} : 2}\n"
        let file = try directory.write("p.yaml", text)
        let error = #expect(throws: PolicyLoadError.self) { try Sample.loader().load(file: file) }
        #expect(error?.problems.first?.message == "anchors and aliases (&, *) are not supported")
    }

    @Test("a document full of '*' in comments and conditions is no document of aliases")
    func stars() throws {
        let directory = try TemporaryDirectory()
        let comments = String(repeating: "# *note 1*\n", count: 40)
        let rules = (0..<40).map { "  - { id: r\($0), when: 2 *signals.score > 1, then: review }\n" }.joined()
        let file = try directory.write("p.yaml", Self.head + comments + "rules:\n" + rules)
        #expect(throws: Never.self) { try Sample.loader().load(file: file) }
    }

    @Test("tags are refused", arguments: ["!!binary dGVzdA==", "!!python/object:x y", "!own z"])
    func tags(value: String) throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write("p.yaml", "version: \"1\"\nevent: \(value)\ndefault: allow\n")
        let error = #expect(throws: PolicyLoadError.self) { try Sample.loader().load(file: file) }
        #expect(error?.problems.first?.message == "tags (!) are not supported")
    }

    @Test(
        "what has to be quoted, and tabs, are told apart from other mistakes of YAML",
        arguments: [
            ("when: !signals.network.vpn", "has to be quoted, such as when: \"!signals.network.vpn\""),
            ("when: !signals.network.vpn && true", "has to be quoted, such as when: \"!signals.network.vpn\""),
            ("when: true\n\t\tthen: block", "YAML takes no tabs for indentation, only spaces"),
            ("\twhen: true", "YAML takes no tabs for indentation, only spaces"),
        ])
    func quoting(text: String, hint: String) throws {
        let found = try problems("rules:\n  - id: a\n    \(text)\n")
        #expect(found.count == 1 && found.allSatisfy { $0.contains(hint) }, "\(found)")
    }

    @Test("a mistake is found behind very many spaces, and in very many rules", .timeLimit(.minutes(1)))
    func farMistakes() throws {
        let directory = try TemporaryDirectory()
        let spaces = String(repeating: " ", count: 500_000)
        let far = try directory.write(
            "p.yaml", Self.head + "rules:\n  - { id: r, when: \"true \(spaces)&& x\", then: review }\n")
        #expect(throws: PolicyLoadError.self) { try Sample.loader().load(file: far) }
        let padding = String(repeating: " ", count: 900)
        let rules = (0..<1000).map { "  - { id: r\($0), when: \"true \(padding)&& x\", then: review }\n" }.joined()
        let many = try directory.write("p.yaml", Self.head + "rules:\n" + rules)
        let error = #expect(throws: PolicyLoadError.self) { try Sample.loader().load(file: many) }
        #expect(error?.problems.first?.column == 30 + padding.count)
    }
}
