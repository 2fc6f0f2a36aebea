import Testing

@testable import CEL

/// The short form of `make fuzz`.
@Suite struct FuzzTests {
    @Test("generated expressions mean the same checked or not, again, and with constants")
    func generated() {
        let world = FuzzWorld()
        for seed in 0..<600 {
            let source = ExpressionGenerator.expression(Choices(bytes: [], seed: UInt64(seed) << 20))
            if let fault = world.fault(in: source) { Issue.record("seed \(seed): \(source) \(fault)") }
        }
    }

    @Test("damaged expressions compile or are refused, and mean the same each time")
    func damaged() {
        let world = FuzzWorld()
        var choices = Choices(bytes: [], seed: 1)
        for _ in 0..<1500 {
            var bytes = Array(choices.pick(FuzzInput.seeds).utf8)
            for _ in 0...choices.next(3) {
                let place = choices.next(bytes.count)
                switch choices.next(4) {
                case 0: bytes.remove(at: place)
                case 1: bytes[place] = UInt8(choices.next(256))
                case 2: bytes.insert(choices.pick(Array("()[]{}.,?:'\"\\-!&|+*0a".utf8)), at: place)
                default: bytes.insert(contentsOf: bytes[place..<min(place + choices.next(20), bytes.count)], at: place)
                }
            }
            let source = String(decoding: bytes, as: UTF8.self)
            if let fault = world.fault(in: source) { Issue.record("\(source) \(fault)") }
        }
    }

    @Test("random patterns match as Swift's own regular expressions do")
    func patterns() {
        var choices = Choices(bytes: [], seed: 2)
        var compared = 0
        for _ in 0..<3000 {
            let text = (0..<choices.next(7)).map { _ in choices.pick(["a", "b", "c"]) }.joined()
            let pattern = Self.pattern(&choices, depth: 4)
            var budget = Budget(steps: 10_000)
            guard let mine = try? Pattern(pattern), let theirs = try? Regex(pattern) else { continue }
            compared += 1
            let expected = text.firstMatch(of: theirs) != nil
            if (try? mine.matches(text, &budget)) != expected { Issue.record("\(pattern) on \(text) is \(expected)") }
        }
        #expect(compared > 2000)
    }

    private static func pattern(_ choices: inout Choices, depth: Int) -> String {
        guard depth > 0 else { return choices.pick(["a", "b", ".", "[ab]", "[^a]", "\\w", "^", "$"]) }
        switch choices.next(5) {
        case 0: return "(\(pattern(&choices, depth: depth - 1))|\(pattern(&choices, depth: depth - 1)))"
        case 1:
            let times = choices.pick(["*", "+", "?", "{2}", "{1,2}", "*?", "{2,}"])
            return "(?:\(choices.pick(["a", "ab", "[bc]", "a|b"])))\(times)"
        default: return pattern(&choices, depth: depth - 1) + pattern(&choices, depth: depth - 2)
        }
    }
}
