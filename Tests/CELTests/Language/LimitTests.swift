import Testing

@testable import CEL

@Suite struct LimitTests {
    /// `cel.bind(v1, first, cel.bind(v2, step of v1, … last))`, with `V` in a step for the variable before.
    private static func chain(_ first: String, _ step: String, levels: Int, last: String = "V") -> String {
        var source = last.replacing("V", with: "v\(levels)")
        for level in stride(from: levels, to: 0, by: -1) {
            let value = level == 1 ? first : step.replacing("V", with: "v\(level - 1)")
            source = "cel.bind(v\(level), \(value), \(source))"
        }
        return source
    }

    @Test(
        "what doubles at each step ends in an error before it is large",
        arguments: [
            chain("[0, x]", "[V, V]", levels: 40), chain("'ab' + x", "V + V", levels: 40),
            chain("[0, x]", "V + V", levels: 40), chain("{'a': x}", "{'a': V, 'b': V}", levels: 40),
            chain("[0, x]", "[V, V]", levels: 40, last: "V == V"), chain("x", "'%s%s'.format([V, V])", levels: 40),
            chain("string(x) + 'aaaa'", "V.replace('a', V)", levels: 20),
            chain("[x, 'aaaaaaaa']", "[V.join(V.join()), V[0] + V[1]]", levels: 40),
            chain("b'ab' + bytes(x)", "V + V", levels: 40),
            chain("optional.of([x, x])", "optional.of([V, V])", levels: 40),
            chain("[x]", "V.map(a, V.map(b, [a, b]))", levels: 20),
            chain("{'0': x}", "{'0': V}.transformMap(k, v, [V, v])", levels: 40),
            chain("[[x, x]]", "[V, V].flatten(9)", levels: 40), chain("x", "strings.quote(V + V)", levels: 40),
            "lists.range(9223372036854775807).size() + x.size()",
            "lists.range(50000).map(i, lists.range(50000)).size()",
            "lists.range(1000).map(i, lists.range(1000).map(j, x)).size()",
            "lists.range(99999).map(i, x).join('" + String(repeating: "-", count: 1000) + "')",
            "lists.range(99999).map(i, string(i)).sort()", "lists.range(2000).map(i, [i]).distinct().size()",
            "lists.range(90000).exists(i, lists.range(90000) == lists.range(90000) && x == 'b')",
            "lists.range(90000).all(i, lists.range(9000).all(j, lists.range(9000).exists(k, k + i + j < 0 || x == '')))",
        ])
    func growth(source: String) throws {
        var activation = Sample.activation()
        activation[try #require(Sample.environment.slot(of: "x"))] = .string("a")
        let outcome = try Sample.environment.compile(source, isChecked: false).evaluate(&activation)
        #expect(outcome == .error(.tooExpensive))
    }

    @Test("an expression that costs too much is an error also where an error would be made up for")
    func absorbed() throws {
        #expect(try Sample.evaluate("lists.range(999999).size() > 0 || true") == .value(.bool(true)))
        #expect(try Sample.evaluate("lists.range(999999).size() > 0 || !has(x.a)").summary == "error(tooExpensive)")
        #expect(
            try Sample.evaluate("signals.network.tor || lists.range(999999).size() > 0").summary
                == "error(tooExpensive)")
    }

    @Test("what is constant is settled within one budget, however often it stands there")
    func folding() throws {
        let source = String(repeating: "lists.range(90000).size() + ", count: 500) + "1"
        let environment = Environment(variables: [], limits: CompileLimits(maxHeight: .max))
        #expect(throws: CompileError.self) { try environment.compile(source) }
        let flat = Array(repeating: "lists.range(90000).size()", count: 500).joined(separator: ", ")
        var activation = environment.activation()
        #expect(try environment.compile("[\(flat)]").evaluate(&activation) == .error(.tooExpensive))
    }

    @Test("macros inside of macros that multiply are refused before they run")
    func staticCost() throws {
        let four = "x.all(a, x.all(b, x.all(c, x.all(d, a == d))))"
        #expect(throws: Never.self) { try Sample.environment.compile(four) }
        let error = #expect(throws: CompileError.self) {
            try Sample.environment.compile("x.all(a, x.all(b, x.all(c, x.all(d, x.all(e, a == e)))))")
        }
        #expect(error?.message == "the expression costs more than 1000000 steps")
    }

    @Test("a typical condition leaves nearly all of its budget")
    func typical() throws {
        let source = """
            tripwire.highlights.exists(h, h.effect == 'increases_risk') && attributes.plan in ['free', 'trial', x]
                && signals.network.country_code.matches('^(DE|AT|CH)$') && 'a,b'.split(',').size() == 2
            """
        let environment = Environment(
            variables: Sample.environment.variables, limits: CompileLimits(maxSteps: 40))
        var activation = environment.activation()
        let sample = Sample.activation()
        for slot in environment.variables.indices { activation[slot] = sample[slot] }
        activation[try #require(environment.slot(of: "x"))] = .string("a")
        #expect(try environment.compile(source).evaluate(&activation) == .value(.bool(true)))
    }

    @Test(
        "an excerpt shows the line with a caret under the place",
        arguments: [
            ("tripwire.decision.risk_scor", "tripwire.decision.risk_scor\n                  ^"),
            ("true &&\n\tsignals.netwrk.vpn ||\nx", "\tsignals.netwrk.vpn ||\n\t        ^"), ("1 +", "1 +\n   ^"),
            ("'é😀' + 1", "'é😀' + 1\n       ^"), ("", "\n^"),
        ])
    func excerpt(source: String, expected: String) {
        let error = #expect(throws: CompileError.self) { try Sample.environment.compile(source) }
        #expect(error?.excerpt == expected)
    }

    @Test("an excerpt of a very long line is what is near the place")
    func longExcerpt() {
        let source = String(repeating: " ", count: 5000) + "nothing" + String(repeating: " ", count: 5000)
        let error = #expect(throws: CompileError.self) { try Sample.environment.compile(source) }
        let lines = error?.excerpt.split(separator: "\n").map { Array($0) } ?? []
        #expect(lines.first?.count == 100)
        #expect(lines.first?.firstIndex(of: "n") == lines.last?.firstIndex(of: "^"))
    }

    @Test(
        "what is repeated without taking anything, and lists that are turned round, cost what they cost",
        .timeLimit(.minutes(1)),
        arguments: [
            #"'a'.matches("((((){1000}){1000}){1000}){1000}")"#,
            #"'a'.matches("((((a{0}){1000}){1000}){1000}){1000}")"#,
            "cel.bind(l, lists.range(45000), lists.range(45000).all(i, l.reverse().size() > 0))",
        ])
    func cheapLooking(source: String) throws {
        var activation = Sample.activation()
        let outcome = try Sample.environment.compile(source).evaluate(&activation)
        #expect(outcome == .error(.tooExpensive) || outcome == .value(.bool(true)))
    }

    @Test("programs that share their steps get no more than are left")
    func sharedSteps() throws {
        let program = try Sample.environment.compile("lists.range(600).all(i, i >= 0)")
        var activation = Sample.activation()
        var steps = 1000
        #expect(program.evaluate(&activation, steps: &steps) == .value(.bool(true)))
        #expect((1..<1000).contains(steps))
        #expect(program.evaluate(&activation, steps: &steps) == .error(.tooExpensive))
        #expect(steps == 0)
        #expect(
            try Sample.environment.compile("1 < 2 || x").evaluate(&activation, steps: &steps) == .value(.bool(true)))
    }
}
