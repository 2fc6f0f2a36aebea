import CEL
import Foundation
import Policy

/// Microseconds a whole policy takes on evidence that a vendor's answer of ordinary size gives, each the best of several
/// rounds. With a number of rules for its only argument it evaluates that policy alone, so many times as the second one
/// says, for `policy.sh` to count allocations.
@main
struct PolicyBenchmark {
    private static let rounds = 7

    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
        let world = PolicyWorld()
        if let rules = arguments.first, let count = arguments.dropFirst().first {
            let policy = try world.policy(rules: rules)
            for _ in 0..<count { _ = policy.evaluate(world.evidence) }
            return
        }
        for rules in [10, 100, 1000] {
            let policy = try world.policy(rules: rules)
            let verdict = policy.evaluate(world.evidence)
            let count = 200_000 / rules
            let clock = ContinuousClock()
            let times = (0..<rounds).map { _ in
                clock.measure { for _ in 0..<count { _ = policy.evaluate(world.evidence) } }
            }
            let microseconds = (times.min() ?? .zero) / .microseconds(1) / Double(count)
            let text = (microseconds * 100).rounded() / 100
            print("\(rules) rules: \(text) µs, \(verdict.decision.rawValue), \(verdict.reasons.count) reasons")
        }
    }
}
