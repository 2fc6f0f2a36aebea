import CEL
import Testing

@testable import Policy

@Suite("What a policy wants to be told")
struct SchemaTests {
    private static let schema = """
        schema:
          subject: { required: [email] }
          attributes:
            plan: { type: string, values: [free, pro], required: true }
            seats: { type: int, min: 1, max: 500 }
            ratio: double
            since: timestamp
            tags: list(string)
            other: any
        """

    private static func misfit(_ json: String, email: String? = "a@b") throws -> String? {
        let policy = try Sample.policy(schema)
        var subject = Record(Sample.subject)
        subject["email"] = email.map(Value.string)
        guard case .map(let map) = try Value(json: Array(json.utf8)) else { return nil }
        return policy.misfit(subject: subject, attributes: map).map {
            "\($0.path.joined(separator: "/")): \($0.detail)"
        }
    }

    @Test(
        "what fits, fits",
        arguments: [
            #"{"plan":"free"}"#,
            #"{"plan":"pro","seats":1,"ratio":1,"since":"2026-11-21T08:00:00Z","tags":["a"],"other":{"x":[1]}}"#,
            #"{"plan":"pro","seats":null,"ratio":0.5,"tags":[]}"#,
        ])
    func fits(json: String) throws {
        #expect(try Self.misfit(json) == nil)
    }

    @Test(
        "what doesn't is named with its way, and without its value",
        arguments: [
            ("{}", "attributes/plan: Has to be there: one of free, pro."),
            (#"{"plan":null}"#, "attributes/plan: Has to be there: one of free, pro."),
            (#"{"plan":"gold"}"#, "attributes/plan: Has to be one of free, pro."),
            (#"{"plan":1}"#, "attributes/plan: Has to be one of free, pro."),
            (#"{"plan":"free","seats":0}"#, "attributes/seats: Has to be a whole number from 1 to 500."),
            (#"{"plan":"free","seats":1.5}"#, "attributes/seats: Has to be a whole number from 1 to 500."),
            (#"{"plan":"free","seats":"1"}"#, "attributes/seats: Has to be a whole number from 1 to 500."),
            (#"{"plan":"free","ratio":true}"#, "attributes/ratio: Has to be a number."),
            (
                #"{"plan":"free","since":"today"}"#,
                #"attributes/since: Has to be a time such as "2026-11-21T08:00:00Z"."#
            ),
            (#"{"plan":"free","tags":["a",1]}"#, "attributes/tags: Has to be a list, each element a string."),
            (
                #"{"plan":"free","plans":"free"}"#,
                "attributes/plans: The policy for this event has no such attribute, only: plan, seats, ratio, since, tags, other."
            ),
        ])
    func misfits(json: String, expected: String) throws {
        #expect(try Self.misfit(json) == expected)
    }

    @Test("a field of the subject that has to be there")
    func subject() throws {
        #expect(try Self.misfit("{}", email: nil) == "subject/email: The policy for this event needs it.")
    }

    @Test("conditions on declared attributes are checked like those on signals")
    func typed() throws {
        for when in ["attributes.plna == \"free\"", "attributes.plan == \"gold\"", "attributes.seats == \"1\""] {
            let error = #expect(throws: PolicyLoadError.self) {
                try Sample.policy(Self.schema + "\nrules: [{ id: r, when: '\(when)', then: block }]")
            }
            #expect(error?.problems.first?.message.contains("plna") != (when.contains("plna") ? false : true))
        }
    }

    @Test("attributes come to conditions with their types; null and what is left out is unknown")
    func values() throws {
        let when = "attributes.ratio == 2.0 && attributes.since < now && attributes.plan == \"free\""
        let policy = try Sample.policy(Self.schema + "\nrules: [{ id: r, when: '\(when)', then: block }]")
        func verdict(_ attributes: [String: Value]) throws -> Verdict {
            var values = Sample.evidence(attributes: attributes).values
            values.append(("now", try .timestamp(#require(Timestamp(rfc3339: "2026-11-21T08:00:00Z")))))
            return policy.evaluate(Evidence(values, providers: []))
        }
        let full: [String: Value] = [
            "ratio": .int(2), "since": .string("2026-01-01T00:00:00Z"), "plan": .string("free"),
        ]
        #expect(try verdict(full).decision == .block)
        #expect(try verdict(full.merging(["plan": .null]) { $1 }).reasons.first?.unknown == ["attributes.plan"])
    }

    @Test(
        "mistakes of a schema",
        arguments: [
            ("schema: { subject: { required: [mail] } }", "no field 'mail' in subject"),
            ("schema: { attributes: { a: text } }", "an attribute's type can't be 'text'"),
            ("schema: { attributes: { a: list(list(int)) } }", "an attribute's type can't be 'list(list(int))'"),
            ("schema: { attributes: { a: { required: true } } }", "schema.attributes.a has no 'type'"),
            ("schema: { attributes: { a: { type: int, values: [1] } } }", "only a string can have 'values'"),
            ("schema: { attributes: { a: { type: string, min: 1 } } }", "only a number can have 'min' and 'max'"),
            ("schema: { attributes: { a: { type: int, min: 2, max: 1 } } }", "'min' has to be at most 'max'"),
            ("schema: { attribute: {} }", "unknown key 'attribute' in schema"),
        ])
    func mistakes(parts: String, expected: String) throws {
        let error = #expect(throws: PolicyLoadError.self) { try Sample.policy(parts) }
        #expect(error?.problems.first?.message == expected)
    }
}
