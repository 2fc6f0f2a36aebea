import Testing

@testable import Upstream

@Suite("The retry budget")
struct RetryBudgetTests {
    @Test("allows retries while more than half of it is left")
    func half() {
        var budget = RetryBudget(maxTokens: 10)
        for _ in 1...4 {
            budget.recordFailure()
            #expect(budget.allowsRetry)
        }
        budget.recordFailure()
        #expect(!budget.allowsRetry)
    }

    @Test("gets a tenth of a token back for each success")
    func refill() {
        var budget = RetryBudget(maxTokens: 2)
        budget.recordFailure()
        #expect(!budget.allowsRetry)
        budget.recordSuccess()
        #expect(budget.allowsRetry)
        for _ in 0..<100 { budget.recordSuccess() }
        #expect(budget.millitokens == budget.max_millitokens)
    }

    @Test("pays for what no failure has paid for only from its upper half")
    func withdraw() {
        var budget = RetryBudget(maxTokens: 4)
        let first = budget.withdraw()
        let second = budget.withdraw()
        let third = budget.withdraw()
        #expect([first, second, third] == [true, true, false])
    }

    @Test("never lets more through than half of itself and a tenth of the successes, over a million random events")
    func bound() {
        var random = SplitMix(seed: 11)
        var budget = RetryBudget(maxTokens: 100)
        var (successes, further) = (0, 0)
        var broken = 0
        for step in 0..<1_000_000 {
            // Calm and outage take turns.
            let failurePercent = (step / 10_000) % 3 * 45
            switch random.next() % 100 {
            case ..<UInt64(failurePercent):
                budget.recordFailure()
                if budget.allowsRetry { further += 1 }
            case 99:
                if budget.withdraw() { further += 1 }
            default:
                budget.recordSuccess()
                successes += 1
            }
            if further * 10 > 50 * 10 + successes { broken += 1 }
            if !(0...budget.max_millitokens).contains(budget.millitokens) { broken += 1 }
        }
        #expect(broken == 0)
        #expect(further > 1000)
    }
}
