import Testing

@testable import CEL

@Suite("An expression explained")
struct ExplanationTests {
    private static let environment = Environment(variables: [
        Variable("a", .int), Variable("b", .string), Variable("list", .list(.int)),
    ])

    private func explain(_ source: String, a: Int64? = 1, b: String? = nil) throws -> Explanation {
        let program = try Self.environment.explained(source)
        var activation = Self.environment.activation()
        activation[0] = a.map(Value.int)
        activation[1] = b.map(Value.string)
        activation[2] = .list([.int(1), .int(2)])
        return program.explain(&activation)
    }

    /// One line a part, its depth as dots.
    private func lines(_ part: Explanation, _ depth: Int = 0) -> [String] {
        [String(repeating: ".", count: depth) + part.text] + part.parts.flatMap { lines($0, depth + 1) }
    }

    @Test("is its parts as they stand in the source, without constants")
    func parts() throws {
        let explained = try explain("(a + 1 > 2 || !(b == 'x')) && list.exists(i, i > a)")
        #expect(
            lines(explained) == [
                "(a + 1 > 2 || !(b == 'x')) && list.exists(i, i > a)", ".a + 1 > 2 || !(b == 'x')", "..a + 1 > 2",
                "...a + 1", "....a", "..!(b == 'x')", "...b == 'x'", "....b", ".list.exists(i, i > a)", "..list",
            ])
        #expect(explained.parts.last?.outcome == .value(.bool(true)))
    }

    @Test("gives each part its own outcome: a value, unknown, an error")
    func outcomes() throws {
        let explained = try explain("a / 0 == 1 || b == 'x' || a == 1")
        #expect(explained.outcome == .value(.bool(true)))
        #expect(explained.parts[0].outcome == .error(.divisionByZero))
        guard case .unknown(let unknown) = explained.parts[1].outcome else {
            Issue.record("\(explained.parts[1].outcome)")
            return
        }
        #expect(unknown.paths == ["b"])
    }

    @Test(
        "has the same outcome as the expression as a whole",
        arguments: [
            "a > 1 ? b == 'x' : b != 'x'", "[a, 2].map(x, x + 1) == [2, 3]", "cel.bind(x, a + 1, x * x) > 3",
            "{'k': a}.k == 1 && b.size() > 0", "optional.of(a).optMap(x, x + 1).orValue(0) == 2", "-a < 0", "b in ['x']",
        ])
    func whole(source: String) throws {
        for a in [nil, 1, 2] as [Int64?] {
            for b in [nil, "x"] as [String?] {
                let program = try Self.environment.compile(source)
                var activation = Self.environment.activation()
                activation[0] = a.map(Value.int)
                activation[1] = b.map(Value.string)
                #expect(try explain(source, a: a, b: b).outcome == program.evaluate(&activation))
            }
        }
    }

    @Test("stands on one line, however many the source has")
    func lines() throws {
        let text = try explain("((a)) > 1 // why\n    && b\r\n\t== 'two  spaces'").text
        #expect(text == "((a)) > 1 && b == 'two  spaces'")
    }
}
