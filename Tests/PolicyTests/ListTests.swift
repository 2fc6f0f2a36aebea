import CEL
import Testing

@testable import Policy

@Suite("Lists of policies")
struct ListTests {
    private static let head = "version: \"1\"\nevent: test\ndefault: allow\n"

    /// Whether a rule `when` applies at a time to an account; nil if it can't be evaluated.
    private static func applies(
        _ lists: String, _ when: String, account: String, now: String = "2026-11-21T08:00:00Z"
    ) throws -> Bool? {
        let policy = try Sample.policy("lists:\n\(lists)\nrules:\n  - { id: r, when: '\(when)', then: block }")
        var evidence = Sample.evidence(account: account).values
        evidence.append(("now", try .timestamp(#require(Timestamp(rfc3339: now)))))
        let verdict = policy.evaluate(Evidence(evidence, providers: []))
        return verdict.reasons.contains { $0.code == Reason.errorCode } ? nil : verdict.decision == .block
    }

    /// The first mistake of a policy with a list from a file.
    private static func mistake(file: String, kind: String = "text") throws -> String? {
        let directory = try TemporaryDirectory()
        try directory.write("l.txt", file)
        let text = head + "lists: { l: { type: \(kind), file: l.txt } }\n"
        let path = try directory.write("p.yaml", text)
        let error = #expect(throws: PolicyLoadError.self) { try Sample.loader().load(file: path) }
        return error?.problems.first.map { "\($0.line ?? 0): \($0.text)" }
    }

    @Test(
        "an entry counts to the end of its day, or to its time, also in macros",
        arguments: [
            ("day", "2026-12-31T23:59:59.999Z", true), ("day", "2027-01-01T00:00:00Z", false),
            ("time", "2026-12-31T17:59:59Z", true), ("time", "2026-12-31T18:00:00Z", false),
            ("always", "2999-01-01T00:00:00Z", true), ("twice", "2999-01-01T00:00:00Z", true),
        ])
    func ends(account: String, now: String, isListed: Bool) throws {
        let list = "  l: [day until 2026-12-31, time until 2026-12-31T18:00:00Z, always, twice until 2026-01-01, twice]"
        for when in ["subject.account_id in lists.l", "lists.l.exists(e, e == subject.account_id)"] {
            #expect(try Self.applies(list, when, account: account, now: now) == isListed, "\(when)")
        }
    }

    @Test("a text with spaces stays whole, and so does what comes before its end")
    func spaces() throws {
        let list = "  l: [a b, c d until 2026-12-31]"
        for (account, isListed) in [("a b", true), ("c d", true), ("c", false), ("c d until 2026-12-31", false)] {
            #expect(try Self.applies(list, "subject.account_id in lists.l", account: account) == isListed)
        }
    }

    @Test(
        "addresses are found in blocks, as text and as addresses",
        arguments: [
            ("203.0.113.7", true), ("203.0.114.7", false), ("198.51.100.9", true), ("198.51.100.8", false),
            ("2001:db8::1", true), ("2001:db9::1", false), ("::ffff:203.0.113.7", true), ("192.0.2.1", false),
        ])
    func blocks(address: String, isListed: Bool) throws {
        let list = """
              l:
                type: cidr
                entries: [203.0.113.0/24, 198.51.100.9, '2001:db8::/32', 192.0.2.0/24 until 2026-01-01]
            """
        #expect(try Self.applies(list, "subject.account_id in lists.l", account: address) == isListed)
        if !address.hasPrefix("::ffff") {
            #expect(try Self.applies(list, "ip(subject.account_id) in lists.l", account: address) == isListed)
        }
    }

    @Test("what is no address isn't outside of a block, it is an error")
    func noAddress() throws {
        let list = "  l: { type: cidr, entries: [203.0.113.0/24] }"
        #expect(try Self.applies(list, "subject.account_id in lists.l", account: "nonsense") == nil)
        #expect(try Self.applies(list, "!(subject.account_id in lists.l)", account: "nonsense") == nil)
    }

    @Test("a list of blocks can only be asked with 'in'")
    func onlyIn() throws {
        for when in [
            "lists.l.size() > 1", "lists.l.exists(b, true)", "1 in lists.l", "lists.l",
            #"[lists.l].exists(b, "10.0.0.1" in b)"#, #"cel.bind(b, lists.l, "10.0.0.1" in b)"#,
            #""10.0.0.1" in (true ? lists.l : lists.l)"#, "[lists.l] == []", "lists.l in [lists.l]",
        ] {
            let parts =
                "lists: { l: { type: cidr, entries: [10.0.0.0/8] } }\nrules: [{ id: r, when: '\(when)', then: block }]"
            #expect(throws: PolicyLoadError.self, "\(when)") { try Sample.policy(parts) }
        }
    }

    @Test("to go over a list costs the same whether its entries end or not")
    func cost() throws {
        func steps(_ entries: String) throws -> Int {
            let policy = try Sample.policy(
                """
                lists: { l: [\(entries)] }
                rules: [{ id: r, when: 'lists.l.exists(e, e == subject.email)', then: block }]
                """)
            var activation = policy.environment.activation()
            let slot = try #require(policy.environment.slot(of: "now"))
            activation[slot] = Timestamp(rfc3339: "2026-11-21T08:00:00Z").map(Value.timestamp)
            var left = 1000
            _ = try #require(policy.rules.first).condition.evaluate(&activation, steps: &left)
            return 1000 - left
        }
        #expect(try steps("a, b, c until 2026-12-31") == steps("a, b, c"))
        #expect(try steps("a, b, c") > 0)
    }

    @Test("the time isn't known: whether an entry still counts isn't either")
    func noTime() throws {
        let policy = try Sample.policy(
            "lists: { l: [a until 2026-12-31] }\nrules: [{ id: r, when: subject.account_id in lists.l, then: block }]")
        let verdict = policy.evaluate(Sample.evidence(account: "a"))
        #expect(verdict.reasons.first?.unknown == ["now"])
    }

    @Test(
        "what looks like an end and isn't one is a mistake, with its line",
        arguments: [
            (
                "a\nb untill 2026-12-31\n",
                "2: an end has to be written 'until' and a date (such as 'acc_1 until 2026-12-31')"
            ),
            ("b 2026-12-31", "1: an end has to be written 'until' and a date (such as 'acc_1 until 2026-12-31')"),
            ("b Until 2026", "1: an end has to be written 'until' and a date (such as 'acc_1 until 2026-12-31')"),
            ("b until 31.12.2026", "1: '31.12.2026' is no date (such as 2026-12-31, or 2026-12-31T18:00:00Z)"),
            ("b until 2026-02-30", "1: '2026-02-30' is no date (such as 2026-12-31, or 2026-12-31T18:00:00Z)"),
            ("until 2026-12-31", "1: an end without an entry"),
            ("b # until 2026-12-31", "1: an end in a comment has no effect (such as 'acc_1 until 2026-12-31 # why')"),
        ])
    func mistakes(file: String, expected: String) throws {
        #expect(try Self.mistake(file: file) == expected)
    }

    @Test("an entry that is commented out is none, whatever it says")
    func commentedOut() throws {
        let directory = try TemporaryDirectory()
        try directory.write("l.txt", "# a until 2026-12-31\nb until 2999-12-31 # a friend\n")
        let path = try directory.write("p.yaml", Self.head + "lists: { l: { file: l.txt } }\n")
        _ = try Sample.loader().load(file: path)
    }

    @Test(
        "what is no block is a mistake",
        arguments: [
            ("10.0.0.0/33", "'10.0.0.0/33' is no address and no block of addresses (such as 203.0.113.0/24)"),
            ("example.com", "'example.com' is no address and no block of addresses (such as 203.0.113.0/24)"),
            ("10.0.0.5/8", "'10.0.0.5/8' has an address that isn't the block's first (did you mean '10.0.0.0/8'?)"),
            ("::ffff:a00:1", "'::ffff:a00:1' stands for an IPv4 address (write that one)"),
        ])
    func noBlock(entry: String, expected: String) throws {
        #expect(try Self.mistake(file: entry, kind: "cidr") == "1: " + expected)
    }

    @Test("as many blocks as a list may have are found in a moment")
    func manyBlocks() throws {
        let directory = try TemporaryDirectory()
        let blocks = (0..<100_000).map { "10.\($0 >> 16).\($0 >> 8 & 255).\($0 & 255)" }
        try directory.write("l.txt", blocks.joined(separator: "\n"))
        let rule = "rules: [{ id: r, when: subject.account_id in lists.l, then: block }]\n"
        let path = try directory.write("p.yaml", Self.head + "lists: { l: { type: cidr, file: l.txt } }\n" + rule)
        let policy = try Sample.loader().load(file: path)
        var evidence = Sample.evidence(account: "10.1.134.159").values
        evidence.append(("now", try .timestamp(#require(Timestamp(rfc3339: "2026-11-21T08:00:00Z")))))
        #expect(policy.evaluate(Evidence(evidence, providers: [])).decision == .block)
    }

    @Test("entries that tests give are of the list's type, and may end")
    func replaced() throws {
        let directory = try TemporaryDirectory()
        let text = Self.head + "lists: { l: { type: cidr, file: missing.txt } }\n"
        let path = try directory.write("p.yaml", text)
        _ = try Sample.loader().load(file: path, lists: ["l": ["10.0.0.0/8 until 2026-12-31"]])
        let error = #expect(throws: PolicyLoadError.self) { try Sample.loader().load(file: path, lists: ["l": ["x"]]) }
        #expect(error?.problems.first?.message == "an entry of lists.l: 'x' is no address and no block of addresses")
    }

    @Test("a byte order mark at the start of a list file is no part of its first entry")
    func byteOrderMark() throws {
        let directory = try TemporaryDirectory()
        try directory.write("l.txt", [0xEF, 0xBB, 0xBF] + Array("acc_1\r\nacc_2\r\n".utf8))
        let rule = "rules: [{ id: r, when: subject.account_id in lists.l, then: block }]"
        let file = try directory.write("p.yaml", Self.head + "lists: { l: { file: l.txt } }\n" + rule)
        let policy = try Sample.loader().load(file: file)
        for account in ["acc_1", "acc_2"] {
            #expect(policy.evaluate(Sample.evidence(account: account)).decision == .block)
        }
    }

    @Test(
        "entries that fit nothing are mistakes",
        arguments: [
            ("a\rb\n", "1: it has a control character"), ("a\u{0}b", "1: it has a control character"),
            ("a\nb\u{A0}\n", "2: it begins or ends with white space"), ("\u{200B}a", "1: it begins or ends with"),
            ("\"a\"", "1: entries stand in a list file without"), ("a\n- b", "2: entries stand in a list file without"),
        ])
    func misfits(file: String, message: String) throws {
        #expect(try Self.mistake(file: file)?.hasPrefix(message) == true)
    }

    @Test("an entry may end with the last day that there is")
    func lastDay() throws {
        let when = "subject.account_id in lists.l"
        #expect(try Self.applies("  l: [a until 9999-12-31]", when, account: "a", now: "9999-12-31T23:00:00Z") == true)
    }
}
