import Testing

@testable import CEL

@Suite("What a source of evidence keeps back")
struct WithholdingTests {
    private static let inner = RecordType("a.inner", [.init("x", .int), .init("y", .int)])
    private static let type = RecordType(
        "a", [.init("id", .string), .init("inner", .record(inner)), .init("items", .list(.int))])

    private static let environment = Environment(variables: [
        Variable("a", .record(type)), Variable("m", .map(.string, .dyn), isOpenEvidence: true),
    ])

    /// Of `a` only `inner.x` is known: `a.inner.y` is unknown, or withheld.
    private func evaluate(_ source: String, _ withholding: Withholding) throws -> Outcome {
        let program = try Self.environment.compile(source)
        var activation = Self.environment.activation()
        var a = Record(Self.type)
        var inner = Record(Self.inner)
        inner["x"] = .int(1)
        a["inner"] = .record(inner)
        activation[0] = .record(a)
        activation[1] = .map(try #require(MapValue([.init(key: .string("plan"), value: .string("free"))])))
        activation.withhold(Self.environment.attributes(withheldBy: withholding))
        return program.evaluate(&activation)
    }

    private func isWithheld(_ outcome: Outcome) -> Bool {
        if case .unknown(let unknown) = outcome { unknown.isWithheld } else { false }
    }

    @Test(
        "has no outcome where it matters, has() and optionals included",
        arguments: [
            "a.id == \"x\"", "has(a.id)", "!has(a.id)", "a.?id.hasValue()", "has(a.items) && a.items.exists(i, i > 0)",
            "a.id == \"x\" || a.inner.x == 2", "a.inner == a.inner", "a == a", "a.inner.x > 0 ? a.id == \"\" : true",
        ])
    func matters(source: String) throws {
        #expect(isWithheld(try evaluate(source, Withholding(held: ["a": ["inner.x"]]))))
    }

    @Test(
        "doesn't count where it can't matter, and what is held is as it was",
        arguments: [
            ("a.id == \"x\" || a.inner.x == 1", true), ("a.id == \"x\" && a.inner.x == 2", false),
            ("has(a.inner)", true), ("has(a.inner.x)", true), ("a.inner.x == 1", true),
        ])
    func absorbed(source: String, value: Bool) throws {
        #expect(try evaluate(source, Withholding(held: ["a": ["inner.x"]])) == .value(.bool(value)))
    }

    @Test("isn't what is unknown: that has() sees, and it travels as ever")
    func unknown() throws {
        let withholding = Withholding(withheld: ["a.id"])
        #expect(try evaluate("has(a.inner.y)", withholding) == .value(.bool(false)))
        let outcome = try evaluate("a.inner.y == 1", withholding)
        #expect(!isWithheld(outcome))
        guard case .unknown(let unknown) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(unknown.paths == ["a.inner.y"])
        #expect(isWithheld(try evaluate("a.inner.y == 1 && has(a.id)", withholding)))
    }

    @Test("of a map is the keys that are read, and all of it where a key is computed")
    func maps() throws {
        let other = Withholding(withheld: ["m.name"])
        #expect(isWithheld(try evaluate("has(m.name)", other)))
        #expect(isWithheld(try evaluate("m.name == \"x\"", other)))
        #expect(isWithheld(try evaluate("has(m.plan)", Withholding(withheld: ["m"]))))
        let fresh = Environment(variables: [Variable("m", .map(.string, .dyn), isOpenEvidence: true)])
        let program = try fresh.compile("m.plan == \"free\" && !has(m.missing)")
        var activation = fresh.activation()
        activation[0] = .map(try #require(MapValue([.init(key: .string("plan"), value: .string("free"))])))
        activation.withhold(fresh.attributes(withheldBy: other))
        #expect(program.evaluate(&activation) == .value(.bool(true)))
        #expect(fresh.readVariables == ["m"])
    }

    @Test(
        "has a state for each path",
        arguments: [
            ("a", Withholding.State.partly), ("a.id", .withheld), ("a.inner", .partly), ("a.inner.x", .held),
            ("a.inner.x.deep", .held), ("a.inner.y", .withheld), ("b", .partly), ("b.c", .withheld),
            ("b.c.d", .withheld),
            ("b.cc", .held), ("b.*", .partly), ("d.e", .held), ("c", .withheld), ("c.*", .withheld),
            ("c[].x", .withheld),
        ])
    func states(path: String, state: Withholding.State) {
        let withholding = Withholding(withheld: ["c", "b.c"], held: ["a": ["inner.x"]])
        #expect(withholding.state(of: path) == state)
    }
}
