import CEL

/// Nanoseconds an evaluation of typical conditions, each the best of several rounds.
@main
struct CELBenchmark {
    private static let conditions = [
        "signals.network.vpn && signals.network.country_code != 'US'",
        "tripwire.decision.risk_score >= 80 || tripwire.decision.verdict == 'bot'",
        "tripwire.highlights.exists(h, h.effect == 'increases_risk' && h.importance == 'high')",
        "has(attributes.plan) && attributes.plan in ['free', 'trial'] && subject.email.endsWith('@example.com')",
        "now - tripwire.decision.evaluated_at > duration('12h')",
        "subject.email.matches('^[a-z0-9.]+@(example|test)[.](com|org)$')",
    ]

    private static let rounds = 7

    static func main() throws {
        let count = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 200_000
        let world = World()
        for condition in conditions {
            let program = try world.environment.compile(condition)
            var activation = world.activation
            guard case .value(.bool) = program.evaluate(&activation) else {
                print("no value: \(condition)")
                continue
            }
            let again = best(count) { _ = program.evaluate(&activation) }
            let first = best(count) {
                var fresh = world.activation
                _ = program.evaluate(&fresh)
            }
            print("\(padded(again)) ns, \(padded(first)) ns with a new activation: \(condition)")
        }
    }

    private static func padded(_ number: Int) -> String {
        let text = String(number)
        return String(repeating: " ", count: max(0, 6 - text.count)) + text
    }

    /// Nanoseconds of one call, in the best round.
    private static func best(_ count: Int, _ body: () -> Void) -> Int {
        let clock = ContinuousClock()
        let times = (0..<rounds).map { _ in
            clock.measure { for _ in 0..<count { body() } }
        }
        return Int((times.min() ?? .zero) / .nanoseconds(1)) / count
    }
}
