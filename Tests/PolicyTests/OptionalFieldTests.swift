import Testing

@testable import Policy

@Suite("Checks of what vendors may leave out")
struct OptionalFieldTests {
    /// The fields that the warning about a rule with such a condition names; nil for no warning.
    private static func optionalFields(_ condition: String, _ more: String = "then: review") throws -> String? {
        let rule = "  - { id: r, when: '\(condition)', \(more) }"
        let warnings = try PolicyCheckTests.warnings("rules:\n\(rule)\n\(PolicyCheckTests.closed)")
            .filter { $0.contains("leaves out") }
        #expect(warnings.count <= 1)
        guard let text = warnings.first else { return nil }
        #expect(text.hasPrefix("5: rule 'r' can't be known where a vendor leaves out "))
        return text.firstMatch(of: /leaves out (.*), as it may: review applies then/).map { String($0.1) }
    }

    @Test(
        "a rule on what a vendor may leave out, without 'has' or 'on_unknown', is told with all such fields",
        arguments: [
            (#"a.country == "US""#, "a.country"),
            (#"a.status == "final" && !(b.country in ["US"])"#, "b.country"),
            (#"a.country == "US" || b.country == "US" || a.country == "DE""#, "a.country or b.country"),
            ("a.details.level > 1", "a.details.level"),
            ("a.details.marks.exists(m, m.level > 1)", "a.details.marks or a.details.marks[].level"),
            (#"a.details.marks[0].kind == "x""#, "a.details.marks[].kind"),
            (#"size(a.country) > 1"#, "a.country"),
            (#"cel.bind(c, a.country, c == "US")"#, "a.country"),
            (#"a.status == "final" ? a.country == "US" : true"#, "a.country"),
            (#"a.details.?marks.hasValue()"#, "a.details"),
            // Another one's guard, and one that doesn't hold there.
            (#"has(b.country) && a.country == "US""#, "a.country"),
            (#"has(a.country) || a.country == "US""#, "a.country"),
            (#"!has(a.country) && a.country == "US""#, "a.country"),
            (#"(has(a.country) || has(b.country)) && a.country == "US""#, "a.country"),
            (#"has(a.country) ? true : a.country == "US""#, "a.country"),
        ])
    func optional(_ condition: String, _ fields: String) throws {
        #expect(try Self.optionalFields(condition) == fields)
        #expect(try Self.optionalFields(condition, "then: review, mode: shadow") == fields)
        #expect(try Self.optionalFields(condition, "then: review, on_unknown: allow") == nil)
    }

    @Test(
        "but not where it is asked first, or read as an optional, or always told",
        arguments: [
            #"a.status == "final""#, #"signals.network.vpn"#, #"subject.email == "x""#,
            #"has(a.country) && a.country == "US""#, #"a.country == "US" && has(a.country)"#,
            #"a.status == "final" && (has(a.country) && (b.status == "final" || a.country == "US"))"#,
            #"!has(a.country) || a.country == "US""#, #"!(!has(a.country) || a.country != "US")"#,
            #"has(a.country) ? a.country == "US" : false"#, #"!has(a.country) ? false : a.country == "US""#,
            #"(has(a.country) && has(b.country) || has(a.country)) && a.country == "US""#,
            #"has(a.details.level) && a.details.level > 1"#, #"has(a.details) && a.details.level > 1"#,
            #"has(a.details.marks) && a.details.marks.exists(m, has(m.level) && m.level > 1)"#,
            #"has(a.details.marks) && a.details.marks.filter(m, m.kind == "x").size() > 0"#,
            #"a.?country.orValue("") == "US""#, #"a.?details.level.orValue(0) > 1"#, "has(a.country)", "true",
        ])
    func notOptional(_ condition: String) throws {
        #expect(try Self.optionalFields(condition) == nil)
    }

    @Test("the warning stands under the first of the fields, and of many says how many there are")
    func optionalPlace() throws {
        let directory = try TemporaryDirectory()
        let text = """
            version: "1"
            event: test
            default: allow
            score: { review: 1 }
            rules:
              - id: r
                when: >-
                  a.status == "final"
                  && a.country == "US"
                score: 1
            unavailable: [{ provider: "*", cause: "*", then: review }]
            """
        let warnings = try Sample.loader().check(try directory.write("p.yaml", text)).warnings
        #expect(warnings.map(\.line) == [9])
        #expect(warnings.map(\.column) == [10])
        #expect(warnings.first?.excerpt == "      && a.country == \"US\"\n         ^")
        #expect(
            warnings.first?.hint == "write on_unknown: review, allow or block, or ask has(a.country) && first")
        let many = (0..<6).map { #"a.details.marks.all(m\#($0), m\#($0).level > \#($0))"# }.joined(separator: " || ")
        let condition = #"a.country == b.country || a.details.level == 1 || \#(many)"#
        #expect(
            try Self.optionalFields(condition)
                == "a.country, b.country, a.details.level, a.details.marks or 1 more")
    }
}
