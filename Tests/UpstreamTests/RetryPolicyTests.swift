import Testing

@testable import Upstream

@Suite("When a failed call is tried again")
struct RetryPolicyTests {
    private let policy = RetryPolicy(maxAttempts: 3, baseBackoff: .milliseconds(50), maxBackoff: .milliseconds(150))

    private func decide(
        _ retry: RetryAdvice, attempts: Int = 1, remaining: Duration = .seconds(1), jitter: Double = 1
    ) -> RetryPolicy.Decision {
        policy.decide(
            after: Failure(.serverError, retry: retry), attempts: attempts, remaining: remaining, jitter: jitter)
    }

    @Test("the wait before an attempt doubles and stays under its cap")
    func backoff() {
        #expect(decide(.backoff, attempts: 1) == .retry(after: .milliseconds(50)))
        #expect(decide(.backoff, attempts: 2) == .retry(after: .milliseconds(100)))
        let patient = RetryPolicy(maxAttempts: 1000, baseBackoff: .milliseconds(50), maxBackoff: .milliseconds(150))
        let failure = Failure(.serverError, retry: .backoff)
        for attempts in [3, 4, 100, 999] {
            #expect(
                patient.decide(after: failure, attempts: attempts, remaining: .seconds(1), jitter: 1)
                    == .retry(after: .milliseconds(150)))
        }
    }

    @Test("full jitter takes the wait down to nothing")
    func jitter() {
        #expect(decide(.backoff, jitter: 0) == .retry(after: .zero))
        #expect(decide(.backoff, jitter: 0.5) == .retry(after: .milliseconds(25)))
    }

    @Test("there are never more attempts than allowed")
    func maxAttempts() {
        #expect(decide(.backoff, attempts: 3) == .giveUp)
        #expect(decide(.after(.zero), attempts: 3) == .giveUp)
    }

    @Test("a wait that doesn't fit the deadline isn't started")
    func deadline() {
        #expect(decide(.backoff, remaining: .milliseconds(60)) == .giveUp)
        #expect(decide(.after(.seconds(2)), remaining: .seconds(1)) == .giveUp)
        #expect(decide(.backoff, remaining: .seconds(-1), jitter: 0) == .giveUp)
    }

    @Test("what the vendor asks to wait is waited, and a little longer")
    func retryAfter() {
        #expect(decide(.after(.milliseconds(500)), jitter: 0) == .retry(after: .milliseconds(500)))
        #expect(decide(.after(.milliseconds(500)), jitter: 1) == .retry(after: .milliseconds(550)))
    }

    @Test("once means once, however many attempts are allowed")
    func once() {
        #expect(decide(.once(after: .milliseconds(200)), jitter: 0) == .retry(after: .milliseconds(200)))
        #expect(decide(.once(after: .milliseconds(200)), attempts: 2) == .giveUp)
    }

    @Test("never means never")
    func never() {
        #expect(decide(.never) == .giveUp)
    }
}
